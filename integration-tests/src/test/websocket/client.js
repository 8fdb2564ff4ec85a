// node client.js check URL: has every check pass against the server of server.js behind URL, or ends with 1.
// node client.js idle URL COUNT: opens so many, tells "open"; at a line of input has each echo once, tells "echoed"; at the next
// closes all in order and ends.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import WebSocket from "ws";

const LENGTHS = [0, 1, 125, 126, 127, 65_535, 65_536, 1_000_003, 16 * 1024 * 1024];
const AT_ONCE = 100;

const checks = {
    async "messages of any length come back"(url) {
        const websocket = await open(`${url}/echo`);
        for (const length of LENGTHS) {
            const sent = randomBytes(length);
            assert.deepEqual(await ask(websocket, sent), [sent, true]);
        }
        await close(websocket);
    },
    async "text stays text"(url) {
        const websocket = await open(`${url}/echo`);
        assert.deepEqual(await ask(websocket, "Grüße"), [Buffer.from("Grüße"), false]);
        await close(websocket);
    },
    async "compressed messages come back"(url) {
        const websocket = await open(`${url}/echo`, { perMessageDeflate: true });
        assert.match(websocket.extensions, /permessage-deflate/);
        const sent = Buffer.alloc(4_000_000, "abc");
        assert.deepEqual(await ask(websocket, sent), [sent, true]);
        await close(websocket);
    },
    async "a message in fragments comes back whole"(url) {
        const websocket = await open(`${url}/echo`);
        const parts = LENGTHS.slice(0, -1).map((length) => randomBytes(length));
        parts.forEach((part) => websocket.send(part, { binary: true, fin: false }));
        assert.deepEqual(await ask(websocket, Buffer.from("end")), [Buffer.concat([...parts, Buffer.from("end")]), true]);
        await close(websocket);
    },
    async "many messages at once come back in order"(url) {
        const websocket = await open(`${url}/echo`);
        const received = [];
        const all = new Promise((resolve) => {
            websocket.on("message", (message) => received.push(message.length) === LENGTHS.length * AT_ONCE && resolve());
        });
        const sent = Array.from({ length: LENGTHS.length * AT_ONCE }, (_, i) => (i * 7919) % 50_000);
        sent.forEach((length) => websocket.send(Buffer.alloc(length)));
        await all;
        assert.deepEqual(received, sent);
        await close(websocket);
    },
    async "a ping of the client is answered"(url) {
        const websocket = await open(`${url}/echo`);
        const pong = once(websocket, "pong");
        websocket.ping("are you there");
        assert.equal((await pong)[0].toString(), "are you there");
        await close(websocket);
    },
    async "a ping of the server is answered"(url) {
        const websocket = await open(`${url}/echo`);
        assert.deepEqual(await ask(websocket, "ping there"), [Buffer.from("pong there"), false]);
        await close(websocket);
    },
    async "a close of the client arrives and is confirmed"(url) {
        const websocket = await open(`${url}/echo`);
        const closed = once(websocket, "close");
        websocket.close(4000, "enough");
        assert.equal((await closed)[0], 4000);
    },
    async "a close of the server arrives with its reason"(url) {
        const websocket = await open(`${url}/echo`);
        const closed = once(websocket, "close");
        websocket.send("close 4001 good bye");
        const [code, reason] = await closed;
        assert.deepEqual([code, reason.toString()], [4001, "good bye"]);
    },
    async "a server that breaks off is seen as that"(url) {
        const websocket = await open(`${url}/echo`);
        websocket.on("error", () => {});
        const closed = once(websocket, "close");
        websocket.send("terminate");
        assert.equal((await closed)[0], 1006);
    },
    async "a subprotocol is agreed upon"(url) {
        const websocket = await open(`${url}/echo`, {}, ["chat.v1", "chat.v2"]);
        assert.equal(websocket.protocol, "chat.v2");
        await close(websocket);
    },
    async "what the server sends with its handshake arrives"(url) {
        const websocket = new WebSocket(`${url}/hello`);
        assert.equal((await once(websocket, "message"))[0].toString(), "hello");
        await close(websocket);
    },
    async "a handshake that is refused is refused by the server's own words"(url) {
        const websocket = new WebSocket(`${url}/secret`);
        const [, response] = await once(websocket, "unexpected-response");
        assert.equal(response.statusCode, 401);
        response.resume();
        await once(response, "end");
    },
};

async function open(url, options = { perMessageDeflate: false }, protocols = []) {
    const websocket = new WebSocket(url, protocols, options);
    await once(websocket, "open");
    return websocket;
}

async function ask(websocket, message) {
    const answer = once(websocket, "message");
    websocket.send(message);
    return answer;
}

async function close(websocket) {
    const closed = once(websocket, "close");
    websocket.close(1000);
    assert.equal((await closed)[0], 1000);
}

async function check(url) {
    for (const [name, run] of Object.entries(checks)) {
        try {
            await run(url);
        } catch (error) {
            error.message = `${name}: ${error.message}`;
            throw error;
        }
    }
    console.log(`${Object.keys(checks).length} checks passed`);
}

async function idle(url, count) {
    const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
    const websockets = [];
    while (websockets.length < count) {
        websockets.push(...(await batch(Math.min(AT_ONCE, count - websockets.length), () => open(`${url}/echo`))));
    }
    console.log("open");
    await lines.next();
    for (const websocket of websockets) {
        assert.deepEqual(await ask(websocket, "still there"), [Buffer.from("still there"), false]);
    }
    console.log("echoed");
    await lines.next();
    await Promise.all(websockets.map(close));
}

function batch(count, begin) {
    return Promise.all(Array.from({ length: count }, begin));
}

const [mode, url, count] = process.argv.slice(2);
await (mode === "check" ? check(url) : idle(url, Number(count)));
process.exit(0);
