//! Requests and connections that no well-behaved client makes: paths as written, broken bodies, idle sockets.

import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";

/** One HTTP request with the path exactly as given; {status, headers, text}. */
export function request(server, { path, method = "GET", headers = {}, body, seconds = 20 }) {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port: server.httpPort, path, method, headers, agent: false, timeout: seconds * 1000 };
    let answered = false;
    const call = httpRequest(options, (answer) => {
      answered = true;
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(chunks).toString() }));
    });
    call.on("timeout", () => call.destroy(new Error(`no answer to ${path} within ${seconds} s`)));
    // A server may answer and close before it has read a body that is too long.
    call.on("error", (error) => answered || reject(error));
    call.end(body);
  });
}

/** `POST` of a JSON text, sound or not, with the answer's format in the query. */
export function post(server, path, body, format, contentType = "application/json") {
  return request(server, { method: "POST", path: `${path}${path.includes("?") ? "&" : "?"}format=${format}`, headers: { "content-type": contentType }, body });
}

/** A TCP connection; errors end it silently, because the peer may do what it likes with it. */
export async function socket(port) {
  const connection = connect({ host: "127.0.0.1", port });
  await once(connection, "connect");
  connection.on("error", () => {});
  return connection;
}

/** Resolves when the peer has closed `connection`. */
export function closed(connection) {
  connection.resume();
  return new Promise((done) => (connection.closed ? done() : connection.once("close", done)));
}

/** `count` connections, opened a hundred at a time. */
export async function sockets(port, count) {
  const connections = [];
  while (connections.length < count) {
    const batch = Math.min(100, count - connections.length);
    connections.push(...(await Promise.all(Array.from({ length: batch }, () => socket(port)))));
  }
  return connections;
}
