// node crowd.js HOST PORT PATH COUNT FAITHFUL: so many clients that ask for the same and stop reading once it has begun; then writes
// "begun". When /tmp/read is there, some of them, spread over all, read on, and the others break off. Writes for each different length
// and SHA-256 of what arrived at the faithful how many of them it did for.

const { createHash } = require("node:crypto");
const { existsSync } = require("node:fs");
const net = require("node:net");

const [host, port, path, count, faithful] = process.argv.slice(2);
const POLL_MILLIS = 100;

const clients = Array.from({ length: Number(count) }, () => {
    const socket = net.connect({ host, port });
    const hash = createHash("sha256");
    let head = Buffer.alloc(0);
    let length = -1;
    socket.write(`GET ${path} HTTP/1.1\r\nHost: crowd.test\r\nConnection: close\r\n\r\n`);
    const begun = new Promise((resolve, reject) => {
        socket.on("error", reject);
        socket.on("data", (piece) => {
            if (length < 0) {
                head = Buffer.concat([head, piece]);
                const end = head.indexOf("\r\n\r\n");
                if (end < 0) {
                    return;
                }
                piece = head.subarray(end + 4);
                length = 0;
                socket.pause();
                resolve();
            }
            length += piece.length;
            hash.update(piece);
        });
    });
    const ended = new Promise((resolve) => {
        socket.on("error", (error) => resolve(error.code));
        socket.on("end", () => resolve(`${length} ${hash.digest("hex")}`));
    });
    return { socket, begun, ended };
});

const readers = new Set(clients.filter((_, i) => i % Math.floor(count / faithful) === 0).slice(0, faithful));

Promise.all(clients.map((client) => client.begun)).then(() => {
    console.log("begun");
    const poll = setInterval(() => {
        if (existsSync("/tmp/read")) {
            clearInterval(poll);
            clients.forEach((client) => (readers.has(client) ? client.socket.resume() : client.socket.destroy()));
        }
    }, POLL_MILLIS);
});
Promise.all([...readers].map((client) => client.ended)).then((ends) => {
    for (const end of new Set(ends)) {
        console.log(`${end} ${ends.filter((each) => each === end).length}`);
    }
});
