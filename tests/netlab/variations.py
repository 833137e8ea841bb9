"""Healthy ways to the API, by number: the same number is the same way in every run."""

import random

PROXY = "http://{user}192.168.77.8:3128"


def variation(number):
    """A change to healthy.json that leaves it healthy."""
    chance = random.Random(number)
    places = chance.choice((["api"], ["api", "api_v6"], ["api", "api_v6"], ["api_v6"],
                            ["api", "api_2", "api_v6", "api_2_v6"]))
    answers = {"as": "dnsmasq", "names": {"api.1claw.xyz": places}}
    network = {
        "rtt_ms": round(300 ** chance.random(), 1),  # as many below 17 ms as above
        "loss_percent": chance.choice((0, 0, round(chance.uniform(0.1, 3), 1))),
        "fronts": {"api": {
            "at": places,
            "protocols": chance.choice((["h2", "http/1.1"], ["http/1.1"])),
            "tls_max": chance.choice(("TLSv1.3", "TLSv1.3", "TLSv1.2")),
            "certificate": {"kind": chance.choice(("good", "through_intermediate"))},
        }},
        "resolvers": {"resolver": answers},
    }
    environment = {}
    if chance.random() < 0.3:
        network["resolvers"]["resolver_2"] = answers
        network["nameservers"] = chance.sample(["192.168.77.53", "192.168.77.54"], 2)
    if chance.random() < 0.1:
        network["hosts"] = ["45.77.10.10 api.1claw.xyz"]
        network["fronts"]["api"]["at"] = sorted({*places, "api"})
    if chance.random() < 0.3:
        credentials = chance.choice(("", "ops:sesame"))
        network["proxy"] = {"as": "tinyproxy", "credentials": credentials}
        user = f"{credentials}@" if credentials else ""
        environment[chance.choice(("HTTPS_PROXY", "https_proxy"))] = PROXY.format(user=user)
        if chance.random() < 0.3:
            environment["NO_PROXY"] = chance.choice(("localhost", "localhost,.corp.example"))
    return {"network": network, "user": {"environment": environment}}
