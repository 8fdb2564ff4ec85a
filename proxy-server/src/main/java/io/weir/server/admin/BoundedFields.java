package io.weir.server.admin;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;

/**
 * The fields of a request to the admin listener, up to {@link #MOST}. The length of a head alone does not bound its heap: an empty field of four
 * bytes becomes objects of 150. Confined to the event loop of its connection.
 */
final class BoundedFields extends DefaultHttpHeaders {

    /** Fields of one head. */
    static final int MOST = 64;

    /** Makes empty ones, as the decoder asks for them. */
    static final HttpHeadersFactory FACTORY = new HttpHeadersFactory() {
        @Override
        public HttpHeaders newHeaders() {
            return new BoundedFields();
        }

        @Override
        public HttpHeaders newEmptyHeaders() {
            return new BoundedFields();
        }
    };

    private BoundedFields() {}

    /**
     * Adds a field.
     *
     * @throws IllegalArgumentException if there are {@link #MOST} already, for which the decoder refuses the request
     */
    @Override
    public HttpHeaders add(CharSequence name, Object value) {
        if (size() >= MOST) {
            throw new IllegalArgumentException("fields: more than " + MOST);
        }
        return super.add(name, value);
    }
}
