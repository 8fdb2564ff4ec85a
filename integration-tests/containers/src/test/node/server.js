// node server.js NAME: what the tests ask of a server. Port 8000: HTTP and WebSocket; port 8001: bytes, with half-close.
//
//   GET /bytes/N     N bytes, the same ones for the same N; /chunked/N in chunks, without a length
//   GET /half/N      half of N bytes; the others never come
//   any /sum         length and SHA-256 of the body
//   GET /fields      the received header fields, one a line, with the target on top
//   GET /name        NAME, and which of its connections was used
//   GET /busy        after others had time to come: how many requests to here were running at most
//   GET /hang        no answer
//   GET /trailers    a body in chunks with a trailer
//   GET /hints       an interim response before the response
//   any /early       413 before the body has come
//   Upgrade: websocket to /echo returns every message; Upgrade: chat returns every byte

const { createHash } = require("node:crypto");
const http = require("node:http");
const net = require("node:net");
const { WebSocketServer } = require("ws");

const name = process.argv[2];
const BUSY_MILLIS = 50;
let connections = 0;
let busy = 0;
let mostBusy = 0;

const answers = {
    bytes: (request, response, count) => response.writeHead(200, { "Content-Length": count }).end(bytes(count)),
    chunked: (request, response, count) => response.writeHead(200, { "Transfer-Encoding": "chunked" }).end(bytes(count)),
    half: (request, response, count) => response.writeHead(200, { "Content-Length": count }).write(bytes(count / 2)),
    sum: (request, response) => {
        const hash = createHash("sha256");
        let length = 0;
        request.on("data", (piece) => (length += piece.length) && hash.update(piece));
        request.on("end", () => response.end(`${length} ${hash.digest("hex")}`));
    },
    fields: (request, response) => {
        const lines = [request.url];
        for (let i = 0; i < request.rawHeaders.length; i += 2) {
            lines.push(`${request.rawHeaders[i].toLowerCase()}: ${request.rawHeaders[i + 1]}`);
        }
        response.setHeader("X-Internal", "secret");
        response.end(lines.join("\n"));
    },
    name: (request, response) => response.end(`${name} ${request.socket.number}`),
    busy: (request, response) => {
        mostBusy = Math.max(mostBusy, ++busy);
        setTimeout(() => {
            busy--;
            response.end(String(mostBusy));
        }, BUSY_MILLIS);
    },
    hang: () => {},
    trailers: (request, response) => {
        response.writeHead(200, { Trailer: "X-Sum", "Transfer-Encoding": "chunked" });
        response.write("body");
        response.addTrailers({ "X-Sum": "4" });
        response.end();
    },
    hints: (request, response) => response.writeEarlyHints({ link: "</style.css>; rel=preload" }, () => response.end("hinted")),
    early: (request, response) => response.writeHead(413, { Connection: "close" }).end("too much"),
};

// The bytes of a generator that repeats only after 2^32: one that is lost, doubled or misplaced changes the sum.
function bytes(count) {
    const all = Buffer.alloc(count);
    let x = 1;
    for (let i = 0; i < count; i++) {
        x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
        all[i] = x >>> 24;
    }
    return all;
}

const server = http.createServer((request, response) => {
    const [, path, count] = request.url.split(/[/?]/);
    (answers[path] ?? ((_, other) => other.writeHead(404).end("not here")))(request, response, Number(count));
});
const sockets = new WebSocketServer({ noServer: true, maxPayload: 1 << 26 });

server.requestTimeout = 0;
server.on("connection", (socket) => (socket.number = ++connections));
server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => {});
    if (request.headers.upgrade === "websocket") {
        sockets.handleUpgrade(request, socket, head, echo);
    } else {
        socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: chat\r\n\r\n");
        socket.pipe(socket);
    }
});

function echo(websocket) {
    websocket.on("error", () => {});
    websocket.on("message", (message, binary) => websocket.send(message, { binary }));
}

// Answers only once the client has ended its bytes.
const relay = net.createServer({ allowHalfOpen: true }, (socket) => {
    const hash = createHash("sha256");
    let length = 0;
    socket.on("error", () => {});
    socket.on("data", (piece) => (length += piece.length) && hash.update(piece));
    socket.on("end", () => socket.end(`${length} ${hash.digest("hex")}`));
});

// Whoever ends this container ends it at once.
process.on("SIGTERM", () => process.exit(0));
relay.listen(8001);
server.listen(8000);
