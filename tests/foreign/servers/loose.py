"""A stand-in as an agent host writes it: unsigned JWTs with `alg` none, bare lists, numbers as
strings, no Date, pages for what it does not know, and members of its own everywhere."""

import base64
import json
import time
from http.server import BaseHTTPRequestHandler

KEY = "ocv_a1b2c3d4e5f60718293a4b5c6d7e8f90"
STATES = (
    "healthy",
    "agent_off",
    "no_scopes",
    "other_vault",
    "token_expired",
    "secret_missing",
    "limited",
)


def segment(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def token_for(state):
    end = time.time() + (-60 if state == "token_expired" else 900)
    claims = {
        "sub": "agent:agent-7",
        "org": "org-1",
        "exp": int(end),
        "flags": {"beta": True},
        "vault_ids": ["other"] if state == "other_vault" else ["team"],
        "scopes": [] if state == "no_scopes" else ["**"],
    }
    return segment({"alg": "none"}) + "." + segment(claims) + "."


def make_handler(state):
    token = token_for(state)
    secrets = [{"path": "db/creds", "version": "4", "x": None}]
    if state in ("secret_missing", "no_scopes"):
        secrets = []
    table = {
        "/v1/agents/me": {"id": "agent-7", "is_active": "true", "nick": "seven"},
        "/v1/agents/agent-7": {"agent": {"id": "agent-7"}},
        "/v1/vaults": [{"id": "team", "name": "Team", "size": "12"}],
        "/v1/vaults/team": {"data": {"id": "team", "name": "Team"}},
        "/v1/vaults/team/secrets": secrets,
    }

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def tell(self, status, body, kind="application/vnd.example+json"):
            data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
            self.send_response_only(status)  # neither Server nor Date
            self.send_header("content-type", kind)
            self.send_header("transfer-encoding", "chunked")
            self.end_headers()
            for part in (data[:7], data[7:]):
                if part:
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
            self.wfile.write(b"0\r\n\r\n")

        def do_GET(self):
            path = self.path.split("?")[0]
            if path == "/v1/health":
                return self.tell(200, {"ok": True, "status": "healthy"})
            if self.headers.get("authorization") != "Bearer " + token:
                return self.tell(404, "<html><title>Not here</title></html>", "text/html")
            if state == "limited":
                return self.tell(429, {"message": "calm down"})
            if state == "token_expired":
                return self.tell(401, {"message": "too late"})
            if state == "other_vault" and path.startswith("/v1/vaults/"):
                return self.tell(403, {"message": "not for you"})
            if path not in table:
                return self.tell(404, "<html><title>Not here</title></html>", "text/html")
            return self.tell(200, table[path])

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
            if self.path != "/v1/auth/agent-token" or body.get("api_key") != KEY:
                return self.tell(401, {"message": "who is it"})
            if state == "agent_off":
                return self.tell(403, {"message": "switched off"})
            return self.tell(200, {"data": {}, "access_token": token, "expires_in": "900"})

    return Handler
