"""The ground: client -- delay line -- server, each in a network namespace of its own.

The client is where this process is. Whatever it can reach lives in the server's namespace: its
gateway, its resolvers, its proxy and the API.
"""

import os
import subprocess

from isolation import STATE, Namespace, replace_file, run

CLIENT = ("192.168.77.2/24", "2a0b:7780:1::2/64")
GATEWAY = ("192.168.77.1/24", "2a0b:7780:1::1/64")
# Public ones look public, so that nothing about an address explains a fault that is elsewhere.
ADDRESSES = {
    "resolver": "192.168.77.53",
    "resolver_2": "192.168.77.54",
    "proxy": "192.168.77.8",
    "printer": "192.168.77.9",
    "api": "45.77.10.10",
    "api_2": "45.77.10.11",
    "api_v6": "2a0b:7780:2::10",
    "api_2_v6": "2a0b:7780:2::11",
    "stranger": "45.77.10.66",
}
CAPTURE = f"{STATE}/wire.pcap"  # what the client sends and receives
NOBODY = {"nobody": "45.77.99.99", "nobody_v6": "2a0b:7780:9::99"}  # routed, but not there


class Ground:
    def __init__(self, delay_line, network):
        self.server = Namespace()
        self.middle = Namespace()
        self._link(self.middle, "to_client", "eth0", holder=None)
        self._link(self.middle, "to_server", "eth1", holder=self.server)
        self._address()
        line = self.middle.start(delay_line, "to_client", "to_server",
                                 str(network["rtt_ms"] / 2), str(network["loss_percent"]),
                                 CAPTURE, log="delay_line", stdout=subprocess.PIPE)
        if line.stdout.readline() != b"ready\n":
            raise RuntimeError("the delay line did not start")
        resolv = [f"nameserver {address}" for address in network["nameservers"]]
        replace_file("/etc/resolv.conf", "\n".join(resolv + network["resolv_conf"]) + "\n")
        hosts = ["127.0.0.1 localhost", "::1 localhost"] + network["hosts"]
        replace_file("/etc/hosts", "\n".join(hosts) + "\n")

    def _link(self, middle, near, far, holder):
        """A cable from the middle to the client (no holder) or to the server."""
        run("ip", "link", "add", far, "type", "veth", "peer", "name", near, "netns",
            str(middle.pid))
        middle.run("ip", "link", "set", near, "up")
        if holder is not None:
            run("ip", "link", "set", far, "netns", str(holder.pid))
        where = holder or None
        run("ip", "link", "set", "lo", "up", inside=where)
        # No probing of own addresses, no waiting for routers: an address works at once.
        for name in ("accept_dad", "accept_ra", "router_solicitations"):
            self._knob(where, f"/proc/sys/net/ipv6/conf/{far}/{name}", "0")
        # Every packet as a wire carries it: the filters would see large ones before they are cut.
        run("ip", "link", "set", far, "gso_max_segs", "1", inside=where)
        run("ip", "link", "set", far, "up", inside=where)

    @staticmethod
    def _knob(where, path, value):
        if where is None:
            with open(path, "w", encoding="ascii") as out:
                out.write(value)
        else:
            where.run("sh", "-c", f"echo {value} > {path}")

    def _address(self):
        for address in CLIENT:
            run("ip", "address", "add", address, "dev", "eth0", *nodad(address))
        for address in (*GATEWAY, *ADDRESSES.values()):
            self.server.run("ip", "address", "add", address, "dev", "eth1", *nodad(address))
        # Neighbours are known beforehand: the first packet does not pay for the question.
        server_link = self._hardware(self.server, "eth1")
        client_link = self._hardware(None, "eth0")
        for address in (*GATEWAY, *ADDRESSES.values()):
            run("ip", "neighbour", "replace", bare(address), "lladdr", server_link, "dev", "eth0")
        for address in CLIENT:
            self.server.run("ip", "neighbour", "replace", bare(address), "lladdr", client_link,
                            "dev", "eth1")
        run("ip", "route", "add", "default", "via", bare(GATEWAY[0]))
        run("ip", "-6", "route", "add", "default", "via", bare(GATEWAY[1]))

    @staticmethod
    def _hardware(where, interface):
        command = ["ip", "-o", "link", "show", interface]
        options = {}
        if where is not None:
            options["preexec_fn"] = lambda: __import__("isolation").join(where.file)
        words = subprocess.run(command, check=True, capture_output=True, text=True,
                               **options).stdout.split()
        return words[words.index("link/ether") + 1]

    def filter(self, rules):
        """Packet rules by place: client_in, client_out, server_in, server_out."""
        for where, name in ((None, "client"), (self.server, "server")):
            chains = "".join(
                f"chain {way} {{ type filter hook {hook} priority 0;\n"
                + "\n".join(rules.get(f"{name}_{way}", [])) + "\n}\n"
                for way, hook in (("in", "input"), ("out", "output")))
            if any(rules.get(f"{name}_{way}") for way in ("in", "out")):
                run("nft", "-f", "-", text=f"table inet lab {{\n{chains}}}\n", inside=where)


def bare(address):
    return address.partition("/")[0]


def nodad(address):
    return ["nodad"] if ":" in address else []
