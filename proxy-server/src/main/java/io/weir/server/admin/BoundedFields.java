package io.weir.server.admin;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

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

    private boolean hasLength;
    private boolean hasCoding;

    private BoundedFields() {}

    /**
     * Whether the length of a body is told in two ways, or in one that its version of HTTP has not: a proxy before this listener may have read another
     * length (RFC 9112 6.1, 6.3). The decoder itself drops {@code Content-Length} then.
     */
    static boolean isAmbiguous(HttpRequest request) {
        return request.headers() instanceof BoundedFields fields
                && fields.hasCoding
                && (fields.hasLength || !request.protocolVersion().equals(HttpVersion.HTTP_1_1));
    }

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
        hasLength |= HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name);
        hasCoding |= HttpHeaderNames.TRANSFER_ENCODING.contentEqualsIgnoreCase(name);
        return super.add(name, value);
    }
}
