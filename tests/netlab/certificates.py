"""Certificates made with openssl(1): an authority the client trusts, one nobody trusts, and leaves
that are good or wrong in one way each."""

import datetime

from isolation import STATE, run

KINDS = ("good", "expired", "not_yet_valid", "wrong_host", "self_signed", "unknown_ca",
         "missing_intermediate", "through_intermediate")

_CONFIG = """
[ca]
default_ca = here
[here]
database = {dir}/index.txt
new_certs_dir = {dir}
default_md = sha256
policy = any
rand_serial = yes
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
organizationName = optional
[req]
distinguished_name = name
prompt = no
[name]
[authority]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
[leaf]
basicConstraints = CA:false
extendedKeyUsage = serverAuth
"""


class Certificates:
    """Makes each certificate when it is asked for; `ahead` is how far the server's clock is."""

    def __init__(self, ahead):
        self.directory = f"{STATE}/certificates"
        run("mkdir", "-p", self.directory)
        self.config = f"{self.directory}/openssl.cnf"
        with open(self.config, "w", encoding="ascii") as out:
            out.write(_CONFIG.format(dir=self.directory))
        with open(f"{self.directory}/index.txt", "w", encoding="ascii"):
            pass
        self.now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=ahead)
        self.trusted = self._authority("Lab Root", signer=None)

    def leaf(self, wanted, names):
        """(certificate file, key file) of one of KINDS; `issuer` names the signing authority."""
        kind = wanted["kind"]
        names = ["other.example"] if kind == "wrong_host" else names
        since, until = {"expired": (-90, -2), "not_yet_valid": (2, 90)}.get(kind, (-20, 70))
        signer, chain = self.trusted, []
        if kind == "unknown_ca":
            signer = self._authority(wanted.get("issuer") or "Nobody's Root", signer=None)
        elif kind in ("missing_intermediate", "through_intermediate"):
            signer = self._authority("Lab Intermediate", signer=self.trusted)
            chain = [signer[0]] if kind == "through_intermediate" else []
        elif wanted.get("issuer"):
            signer = self._authority(wanted["issuer"], signer=self.trusted)
            chain = [signer[0]]
        leaf = self._sign(names[0], None if kind == "self_signed" else signer, since, until,
                          "leaf", names)
        if chain:
            with open(leaf[0], "a", encoding="ascii") as out:
                for path in chain:
                    with open(path, encoding="ascii") as part:
                        out.write(part.read())
        return leaf

    def _authority(self, name, signer):
        return self._sign(name, signer, -400, 3000, "authority", [])

    def _sign(self, name, signer, since, until, section, names):
        base = f"{self.directory}/{name.replace(' ', '_')}_{section}_{since}"
        key, request, certificate = f"{base}.key", f"{base}.csr", f"{base}.crt"
        extra = ["-addext", "subjectAltName=" + ",".join(f"DNS:{n}" for n in names)] if names else []
        run("openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-keyout", key, "-subj", f"/CN={name}", "-config", self.config,
            "-out", request, *extra)
        by = ["-selfsign", "-keyfile", key] if signer is None else [
            "-cert", signer[0], "-keyfile", signer[1]]
        run("openssl", "ca", "-batch", "-notext", "-config", self.config, *by, "-in", request,
            "-out", certificate, "-extensions", section, "-startdate", self._date(since),
            "-enddate", self._date(until))
        return certificate, key

    def _date(self, days):
        return (self.now + datetime.timedelta(days=days)).strftime("%Y%m%d%H%M%SZ")
