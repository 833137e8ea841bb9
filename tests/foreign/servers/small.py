"""A stand-in as plug-in authors write it: a health check without /v1, one token route, one read.

Its tokens are opaque, its errors are {"error": "..."}, and every other route is 404. Lists do not
exist here at all.
"""

import json
from http.server import BaseHTTPRequestHandler

KEY = "ocv_5f0e1d2c3b4a59687766554433221100"
TOKEN = "eyJ.test.jwt"
STATES = ("healthy", "key_rotated", "token_refused", "broken", "limited")


def make_handler(state):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def tell(self, status, body, **headers):
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self):
            if self.path == "/health":
                return self.tell(200, {"status": "up"})
            if self.path.startswith("/v1/vaults/") and "/secrets/" in self.path:
                return self.tell(200, {"value": "must-never-be-read"})
            given = self.headers.get("authorization", "")
            if state == "token_refused" and given:
                return self.tell(401, {"error": "unauthorized"})
            if state == "broken" and given:
                return self.tell(500, {"error": "boom"})
            return self.tell(404, {"error": "no such route"})

        def do_POST(self):
            size = int(self.headers.get("content-length", 0))
            body = json.loads(self.rfile.read(size) or b"{}")
            if self.path != "/v1/auth/agent-token":
                return self.tell(404, {"error": "no such route"})
            if state == "limited":
                return self.tell(429, {"error": "easy"}, retry_after="Wed, 21 Oct 2099 07:28:00 GMT")
            if state == "key_rotated" or body.get("api_key") != KEY:
                return self.tell(401, {"error": "unauthorized"})
            return self.tell(201, {"access_token": TOKEN})

    return Handler
