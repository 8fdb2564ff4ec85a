// Node's http as a server: answers every request once it is whole, and logs it.
'use strict';
const fs = require('fs');
const http = require('http');

const [port, log, leniency] = process.argv.slice(2);
const file = fs.openSync(log, 'a');
const seen = (socket, line, token) => fs.writeSync(file, `${socket.remotePort}|${line}|${token || '-'}\n`);

function answer(request, response) {
  request.resume();
  request.on('end', () => {
    seen(request.socket, `${request.method} ${request.url}`, request.headers['x-token']);
    response.writeHead(200, { 'X-Echo': request.headers['x-token'] || '', 'Content-Length': 4 });
    response.end('node');
  });
}

const options = { insecureHTTPParser: leniency === 'LENIENT', keepAliveTimeout: 600000, requestTimeout: 0, headersTimeout: 0 };
const server = http.createServer(options, answer);
server.on('checkExpectation', answer);
server.on('connect', (request, socket) => {
  seen(socket, `CONNECT ${request.url}`, request.headers['x-token']);
  socket.end('HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
});
server.on('clientError', (error, socket) => {
  if (error.bytesParsed !== undefined) seen(socket, `! ${error.code}`, '');
  socket.destroy();
});
server.listen(Number(port), '127.0.0.1');
