"""What lives in the server's namespace: name servers, the API's fronts, the proxy, the mock."""

import json
import os
import socket
import subprocess
import sys
import time

from certificates import Certificates
from ground import ADDRESSES
from isolation import STATE

HERE = os.path.dirname(os.path.abspath(__file__))
PATIENCE = 20  # seconds until a service that does not come up is a failure


class Services:
    def __init__(self, ground, doctor, row):
        self.ground = ground
        network = row["network"]
        self.certificates = Certificates(row["world"]["clock"]["offset_seconds"])
        self.mock_port = self._mock(doctor, row["world"])
        waiting = []
        for place, resolver in network["resolvers"].items():
            waiting.append(self._resolver(ADDRESSES[place], resolver))
        for name, front in network["fronts"].items():
            waiting += self._front(name, front)
        if network["proxy"]:
            waiting.append(self._proxy(network["proxy"]))
        for place in waiting:
            self._await(*place)

    def ca_file(self):
        return self.certificates.trusted[0]

    def _mock(self, doctor, world):
        path = f"{STATE}/scenario.json"
        with open(path, "w", encoding="utf-8") as out:
            json.dump({"about": "the lab's API", "world": world, "expects": {"root": None}}, out)
        mock = self.ground.server.start(doctor, "mock", "--scenario", path, log="mock",
                                        stdout=subprocess.PIPE, text=True)
        line = mock.stdout.readline().strip()
        if not line.startswith("listening on http://127.0.0.1:"):
            raise RuntimeError(f"the mock did not start: {log_of('mock')}")
        return int(line.rpartition(":")[2])

    def _odd(self, kind, address, port):
        server = self.ground.server.start(sys.executable, f"{HERE}/odd_server.py", kind, address,
                                          str(port), log=kind, stdout=subprocess.PIPE)
        if server.stdout.readline() != b"ready\n":
            raise RuntimeError(f"{kind} did not start: {log_of(kind)}")
        return None, None

    def _resolver(self, address, resolver):
        kind = resolver["as"]
        if kind == "absent":
            return None, None
        if kind != "dnsmasq":
            return self._odd(kind, address, 53)
        lines = ["no-resolv", "no-hosts", "local=/#/", "bind-interfaces", f"listen-address={address}",
                 "no-daemon", "user=root", "group=root", "pid-file", *resolver.get("lines", [])]
        for name, addresses in resolver["names"].items():
            # A name with no address, yet with a text, exists: NODATA rather than NXDOMAIN.
            lines += [f"host-record={name},{ADDRESSES.get(at, at)},60" for at in addresses] or [
                f"txt-record={name},nothing"]
        config = f"{STATE}/dnsmasq-{address}.conf"
        with open(config, "w", encoding="ascii") as out:
            out.write("\n".join(lines) + "\n")
        self.ground.server.start("dnsmasq", f"--conf-file={config}", log="dnsmasq",
                                 stdout=subprocess.DEVNULL)
        return address, 53

    def _front(self, name, front):
        """Starts one of the API's fronts; returns the (address, port)s to wait for."""
        addresses = [ADDRESSES.get(at, at) for at in front["at"]]
        if front["as"] != "nghttpx":
            return [self._odd(front["as"], address, front["port"]) for address in addresses]
        encrypted = front["certificate"]["kind"] != "none"
        files = []
        if encrypted:
            certificate, key = self.certificates.leaf(front["certificate"], front["names"])
            files = [key, certificate]
        suffix = "" if encrypted else ";no-tls"
        # nghttpx's own list of ciphers has none that older versions could use: a server that
        # speaks nothing newer would refuse for their lack, before it looks at the version.
        old = front["tls_max"] in ("TLSv1.0", "TLSv1.1")
        ciphers = ["--ciphers=ALL:@SECLEVEL=0"] if old else []
        self.ground.server.start(
            "nghttpx", "--no-ocsp", "--single-process", "--single-thread", "--conf=/dev/null",
            "--no-location-rewrite", "--errorlog-file=/dev/stderr", "--log-level=ERROR",
            f"--npn-list={','.join(front['protocols'])}",
            f"--tls-min-proto-version={front['tls_min']}",
            f"--tls-max-proto-version={front['tls_max']}", *ciphers,
            f"--backend=127.0.0.1,{self.mock_port}",
            *[f"--frontend={address},{front['port']}{suffix}" for address in addresses], *files,
            log=f"nghttpx-{name}", stdout=subprocess.DEVNULL)
        return [(address, front["port"]) for address in addresses]

    def _proxy(self, proxy):
        address, port = ADDRESSES["proxy"], proxy["port"]
        if proxy["as"] != "tinyproxy":
            return self._odd(proxy["as"], address, port)
        lines = [f"Listen {address}", f"Port {port}", "Timeout 30", "MaxClients 50",
                 *[f"ConnectPort {allowed}" for allowed in proxy["connect_ports"]]]
        if proxy["credentials"]:
            lines.append("BasicAuth " + proxy["credentials"].replace(":", " "))
        if proxy["denies"]:
            with open(f"{STATE}/tinyproxy.deny", "w", encoding="ascii") as out:
                out.write("\n".join(proxy["denies"]) + "\n")
            lines.append(f'Filter "{STATE}/tinyproxy.deny"')
        config = f"{STATE}/tinyproxy.conf"
        with open(config, "w", encoding="ascii") as out:
            out.write("\n".join(lines) + "\n")
        self.ground.server.start("tinyproxy", "-d", "-c", config, log="tinyproxy",
                                 stdout=subprocess.DEVNULL)
        return address, port

    def _await(self, address, port):
        """Returns when something listens there."""
        if address is None:
            return
        until = time.monotonic() + PATIENCE
        while True:
            with self.ground.server.entered():
                probe = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
            with probe:
                probe.settimeout(PATIENCE)
                try:
                    probe.connect((address, port))
                    return
                except OSError:
                    if time.monotonic() > until:
                        raise RuntimeError(f"nothing listens on {address} port {port}") from None
                    time.sleep(0.005)


def log_of(name):
    try:
        with open(f"{STATE}/{name}.log", encoding="utf-8", errors="replace") as log:
            return log.read().strip()
    except OSError:
        return ""
