package io.weir.server.admin;

import io.netty.handler.codec.http.HttpResponseStatus;

/** One answer. */
record Page(HttpResponseStatus status, String contentType, String body) {

    static Page text(HttpResponseStatus status, String text) {
        return new Page(status, "text/plain; charset=utf-8", text);
    }

    static Page json(String json) {
        return new Page(HttpResponseStatus.OK, "application/json", json);
    }
}
