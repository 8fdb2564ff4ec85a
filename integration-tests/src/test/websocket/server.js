// node server.js: a WebSocket server on a free port of 127.0.0.1, which is the first line that it writes.
//
// /echo returns every message as it is; a text message "close CODE REASON", "terminate" or "ping PAYLOAD" is done instead, and what a pong
// brings is told as "pong PAYLOAD". /hello sends a message with the handshake. Everything else is refused with 401.

import { createServer } from "node:http";
import { WebSocketServer } from "ws";

const MOST_BYTES = 64 * 1024 * 1024;

const http = createServer((request, response) => response.writeHead(200).end("no websocket"));
const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_BYTES,
    perMessageDeflate: { threshold: 1024 },
    handleProtocols: (offered) => (offered.has("chat.v2") ? "chat.v2" : false),
});

http.on("upgrade", (request, socket, head) => {
    if (request.url !== "/echo" && request.url !== "/hello") {
        socket.end("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno");
        return;
    }
    // Handshake and first frame in one segment, where the kernel likes.
    socket.cork();
    sockets.handleUpgrade(request, socket, head, (websocket) => {
        if (request.url === "/hello") {
            websocket.send("hello");
        }
        echo(websocket);
    });
    process.nextTick(() => socket.uncork());
});

function echo(websocket) {
    // A client that breaks the rules is told so by a close; that must not end the server.
    websocket.on("error", () => {});
    websocket.on("message", (message, isBinary) => {
        const [command, first, ...rest] = isBinary || message.length > 100 ? [] : message.toString().split(" ");
        if (command === "close") {
            websocket.close(Number(first), rest.join(" "));
        } else if (command === "terminate") {
            websocket.terminate();
        } else if (command === "ping") {
            websocket.once("pong", (payload) => websocket.send(`pong ${payload}`));
            websocket.ping(first);
        } else {
            websocket.send(message, { binary: isBinary });
        }
    });
}

http.listen(0, "127.0.0.1", () => console.log(http.address().port));
