"""Reading faults: one JSON file each in faults/, a change to healthy.json. See docs/network-lab.md."""

import copy
import glob
import json
import os

from certificates import KINDS
from ground import ADDRESSES, NOBODY
from odd_server import NAME_SERVERS, STREAMS

HERE = os.path.dirname(os.path.abspath(__file__))
PROOFS = ("silence", "dns", "refused", "answer")
PLACES = {**ADDRESSES, **NOBODY}


class RowError(Exception):
    """What is wrong with a row, and where."""


def names():
    return sorted(os.path.splitext(os.path.basename(path))[0]
                  for path in glob.glob(f"{HERE}/faults/*.json"))


def load(name, twin=False, change=None):
    """The fault, or its healthy twin, with every knob set, after a further change."""
    return _checked(merged(_row(name, twin), change or {}), name)


def _row(name, twin):
    healthy = _read(f"{HERE}/healthy.json")
    if name == "healthy":
        return healthy
    fault = _read(f"{HERE}/faults/{name}.json")
    healing = fault.pop("twin", None)
    if healing is None:
        raise RowError(f"{name}: a fault needs its healthy twin")
    if "root" not in fault.get("expects", {}):
        raise RowError(f"{name}: expects/root is missing")
    # A twin expects health in the healthy time unless it says otherwise.
    expected = fault.pop("expects")
    row = merged(healthy, fault)
    if twin:
        row = merged(row, healing)
    else:
        row["expects"] = {"exit": 1, "within_ms": healthy["expects"]["within_ms"], **expected}
    return row


def merged(base, patch):
    """RFC 7386: objects are merged, null removes, everything else replaces."""
    if not isinstance(patch, dict):
        return copy.deepcopy(patch)
    out = copy.deepcopy(base) if isinstance(base, dict) else {}
    for key, value in patch.items():
        if value is None and key not in ("proxy", "root"):
            out.pop(key, None)
        else:
            out[key] = merged(out.get(key), value)
    return out


def _read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError) as error:
        raise RowError(f"{os.path.basename(path)}: {error}") from None


_FRONT = {"certificate": {"kind": "good"}, "names": ["api.1claw.xyz"], "port": 443,
          "protocols": ["h2", "http/1.1"], "tls_min": "TLSv1.2", "tls_max": "TLSv1.3"}
_PROXY = {"as": "tinyproxy", "port": 3128, "credentials": "", "connect_ports": [443], "denies": []}
_KNOWN = {
    "": {"about", "network", "world", "user", "expects"},
    "network": {"rtt_ms", "loss_percent", "nameservers", "resolv_conf", "hosts", "resolvers",
                "fronts", "proxy", "filter", "commands"},
    "user": {"environment", "arguments", "files", "trusts_lab"},
    "expects": {"root", "findings", "absent", "exit", "within_ms", "proof"},
    "filter": {"client_in", "client_out", "server_in", "server_out"},
    "resolver": {"as", "names", "lines"},
    "front": {"as", "at", *_FRONT},
    "certificate": {"kind", "issuer"},
    "proxy": set(_PROXY),
}


def _checked(row, name):
    def only(kind, value, where):
        unknown = set(value) - _KNOWN[kind]
        if unknown:
            raise RowError(f"{name}: nobody knows {where}/{sorted(unknown)[0]}")

    def one_of(value, allowed, where):
        if value not in allowed:
            raise RowError(f"{name}: {where}: '{value}' is none of {', '.join(sorted(allowed))}")

    network = row["network"]
    only("", row, "")
    for part in ("user", "expects", "network"):
        only(part, row[part], part)
    if "proof" in row["expects"]:
        one_of(row["expects"]["proof"], PROOFS, "expects/proof")
    only("filter", network["filter"], "filter")
    for place, resolver in network["resolvers"].items():
        only("resolver", resolver, f"resolvers/{place}")
        one_of(place, ADDRESSES, "resolvers")
        one_of(resolver["as"], {"dnsmasq", "absent", *NAME_SERVERS}, f"resolvers/{place}/as")
        resolver.setdefault("names", {})
        for host, addresses in resolver["names"].items():
            resolver["names"][host] = [PLACES.get(address, address) for address in addresses]
    for place, front in network["fronts"].items():
        only("front", front, f"fronts/{place}")
        one_of(front["as"], {"nghttpx", *STREAMS}, f"fronts/{place}/as")
        network["fronts"][place] = front = {**copy.deepcopy(_FRONT), **front}
        only("certificate", front["certificate"], f"fronts/{place}/certificate")
        one_of(front["certificate"]["kind"], {"none", *KINDS}, f"fronts/{place}/certificate")
    if network["proxy"] is not None:
        network["proxy"] = {**_PROXY, **network["proxy"]}
        only("proxy", network["proxy"], "proxy")
        one_of(network["proxy"]["as"], {"tinyproxy", *STREAMS}, "proxy/as")
    return row
