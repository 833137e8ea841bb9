"""What the client sent and received, read from the delay line's capture."""

import collections
import ipaddress
import struct

SYN, RST, ACK = 2, 4, 16
UDP, TCP, ICMP, ICMP6 = 17, 6, 1, 58
TYPES = {1: "A", 28: "AAAA"}

# `at`: seconds since the epoch. `near` and `far`: the client's port, the other side's address and
# port. An ICMP error stands for the packet it quotes; `flags` and `data` are those of TCP and UDP.
Packet = collections.namedtuple("Packet", "at sent protocol near far flags data error")


def packets(path, client):
    """Every TCP and UDP packet and ICMP error of the capture; `client`: the client's addresses."""
    with open(path, "rb") as file:
        capture = file.read()
    own = {ipaddress.ip_address(address) for address in client}
    at, out = 24, []
    while at + 16 <= len(capture):
        seconds, nanoseconds, size, _ = struct.unpack_from("=IIII", capture, at)
        frame = capture[at + 16:at + 16 + size]
        at += 16 + size
        packet = _read(frame[14:], own)
        if packet is not None:
            out.append(packet._replace(at=seconds + nanoseconds / 1e9))
    return out


def _read(bytes_of_ip, own):
    """A packet without its time; None when it is something else."""
    header = _network(bytes_of_ip)
    if header is None:
        return None
    protocol, source, target, body = header
    if protocol in (ICMP, ICMP6) and len(body) > 8:
        unreachable = body[0] == (3 if protocol == ICMP else 1)
        quoted = _read(body[8:], own) if unreachable else None
        return quoted._replace(sent=False, error=True) if quoted else None
    if protocol not in (TCP, UDP) or len(body) < 8:
        return None
    ports = struct.unpack_from("!HH", body)
    sent = source in own
    near, far = (ports[0], (str(target), ports[1])) if sent else (ports[1], (str(source), ports[0]))
    is_tcp = protocol == TCP and len(body) >= 14
    flags = body[13] if is_tcp else 0
    data = body[(body[12] >> 4) * 4:] if is_tcp else body[8:]
    return Packet(0, sent, protocol, near, far, flags, data, False)


def _network(packet):
    """(protocol, source, target, what it carries) of IPv4 and IPv6."""
    version = packet[0] >> 4 if packet else 0
    if version == 4 and len(packet) >= 20:
        length = struct.unpack_from("!H", packet, 2)[0]
        body = packet[(packet[0] & 15) * 4:length or len(packet)]
        addresses = packet[12:16], packet[16:20]
        protocol = packet[9]
    elif version == 6 and len(packet) >= 40:
        body, addresses, protocol = packet[40:], (packet[8:24], packet[24:40]), packet[6]
    else:
        return None
    return (protocol, *map(ipaddress.ip_address, addresses), body)


def question(data):
    """(name, type) a DNS message asks for."""
    labels, at = [], 12
    while at < len(data) and data[at]:
        labels.append(data[at + 1:at + 1 + data[at]].decode("ascii", "replace"))
        at += 1 + data[at]
    kind = struct.unpack_from("!H", data, at + 1)[0] if at + 3 <= len(data) else 0
    return ".".join(labels).lower(), TYPES.get(kind, str(kind))


def questions(seen):
    """(name, type, resolver) → how often the client asked."""
    return collections.Counter((*question(packet.data), packet.far[0]) for packet in seen
                               if packet.sent and packet.protocol == UDP and packet.far[1] == 53)


def connections(seen):
    """(client's port, far side) → its packets in order, of each TCP connection the client began."""
    out = {}
    for packet in seen:
        key = (packet.near, packet.far)
        if packet.protocol == TCP and (key in out or (packet.sent and packet.flags & SYN)):
            out.setdefault(key, []).append(packet)
    return out


def excess(seen):
    """What goes beyond two questions and one unused connection per address, in words."""
    out = [f"asked {resolver} for {name} {kind} {count} times"
           for (name, kind, resolver), count in questions(seen).items() if count > 2]
    idle = collections.Counter(
        far for (_, far), parts in connections(seen).items()
        if not any(part.sent and part.data for part in parts))
    return out + [f"made {count} connections to {address} port {port} that nothing was sent on"
                  for (address, port), count in idle.items() if count > 1]


def summary(seen, kind, ended_at):
    """What the client sent too much of, and how long it ran on after the fault was proved."""
    proved_at = proof(seen, kind)
    return {"excess": excess(seen),
            "questions": sum(questions(seen).values()),
            "connections": len(connections(seen)),
            "after_proof_ms": (ended_at - proved_at) * 1000 if proved_at else None}


def proof(seen, kind):
    """When the packet arrived that proves the fault; None: none did, or silence is the proof.

    dns: an answer to each question had come.  refused: each connection had been refused once.
    answer: the first thing that a server said over a connection was complete.
    """
    if kind == "dns":
        answers = {}
        for packet in seen:
            if not packet.sent and packet.protocol == UDP and packet.far[1] == 53:
                answers.setdefault((question(packet.data), packet.far), packet.at)
        return max(answers.values(), default=None)
    if kind == "refused":
        refusals = {}
        for (_, far), parts in connections(seen).items():
            for part in parts:
                if not part.sent and (part.error or part.flags & RST):
                    refusals.setdefault(far, part.at)
        return max(refusals.values(), default=None)
    return _first_word(seen) if kind == "answer" else None


def _first_word(seen):
    ends = []
    for parts in connections(seen).values():
        said = None
        for part in parts:
            if not part.sent and (part.data or part.flags & (RST | 1)) and not part.error:
                said = part.at
            elif said and part.sent and (part.data or part.flags & (RST | 1)):
                break
        ends += [said] if said else []
    return min(ends, default=None)
