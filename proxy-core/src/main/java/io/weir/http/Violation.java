package io.weir.http;

import io.weir.reason.Reason;
import io.weir.reason.Side;
import java.util.Locale;

/** What a client or a server got wrong on the wire. Its word is its name in kebab case. */
public enum Violation implements Reason {
    /** The request line is not three parts with one space between them, or more than one empty line precedes it. */
    BAD_REQUEST_LINE(400),
    /** Where a request is to begin, a record of TLS does: the client takes this port for one of HTTPS. */
    TLS_ON_PLAIN_PORT(400),
    /** The method is not a token. */
    BAD_METHOD(400),
    /** The method does not end within the limit of a head, so it is none that is implemented (RFC 9112 section 3). */
    METHOD_TOO_LONG(501),
    /** The request target is in none of the forms of RFC 9112 section 3.2, or holds a byte that no target may. */
    BAD_TARGET(400),
    /** The request line does not end within the limit of a head because its target is that long. */
    TARGET_TOO_LONG(414),
    /** The path has a percent sign without two hex digits, or the escape of a control byte other than HTAB, LF, CR and DEL. */
    BAD_ESCAPE(400),
    /** The path leads above its root by {@code ..}, or holds a backslash. */
    BAD_PATH(400),
    /** The version is not {@code HTTP/d.d}. */
    BAD_VERSION(400),
    /** The major version is not 1. */
    UNSUPPORTED_VERSION(505),
    /** The method is CONNECT. */
    UNSUPPORTED_METHOD(501),
    /** The status line is not {@code HTTP/d.d SP 3DIGIT [SP reason]}, or the status is below 100. */
    BAD_STATUS_LINE(400),
    /** Where a response is to begin, a record of TLS does: the server expects HTTPS on this port. */
    SERVER_SPEAKS_TLS(400),

    /** A line ends in LF alone. */
    BARE_LF(400),
    /** A CR is not followed by LF. */
    BARE_CR(400),
    /** A control byte other than HTAB, NUL for example. */
    CONTROL_BYTE(400),
    /** A field line has no colon, or what precedes it is not a token. */
    BAD_FIELD_NAME(400),
    /** Whitespace between field name and colon. */
    WHITESPACE_BEFORE_COLON(400),
    /** A field line begins with whitespace. */
    OBS_FOLD(400),
    /** {@code Transfer_Encoding} or {@code Content_Length}, which some servers take for the real field. */
    LOOK_ALIKE_FIELD(400),
    /** The head has not ended within its limit of bytes. */
    HEAD_TOO_LARGE(431),
    /** The head has more field lines than allowed. */
    TOO_MANY_FIELDS(431),

    /** An HTTP/1.1 request without Host. */
    MISSING_HOST(400),
    /** More than one Host field line. */
    DUPLICATE_HOST(400),
    /** Host is not {@code uri-host [":" port]}. */
    BAD_HOST(400),
    /** A connection option that is not a token or names a framing or routing field; or far too many options. */
    BAD_CONNECTION_OPTION(400),
    /** A trusted peer tells for whom it speaks, and it cannot be read. */
    BAD_FORWARDED(400),
    /** Max-Forwards of a TRACE or OPTIONS request is not a number, or there are several. */
    BAD_MAX_FORWARDS(400),

    /** A request has more than one Content-Length, and they agree. */
    REPEATED_CONTENT_LENGTH(400),
    /** More than one Content-Length, and they do not agree. */
    CONFLICTING_CONTENT_LENGTH(400),
    /** Content-Length is not a decimal number below 2^63. */
    BAD_CONTENT_LENGTH(400),
    /** Content-Length beside Transfer-Encoding. */
    LENGTH_AND_CHUNKED(400),
    /** Transfer-Encoding appears twice, or its last coding is not a plain {@code chunked}, or it is chunked twice. */
    BAD_TRANSFER_ENCODING(400),
    /** Transfer-Encoding in a message of HTTP/1.0. */
    TRANSFER_ENCODING_IN_HTTP10(400),
    /** Another transfer coding below {@code chunked}. */
    UNSUPPORTED_TRANSFER_CODING(501),
    /** A TRACE request with a body (RFC 9110 section 9.3.8). */
    TRACE_WITH_BODY(400),

    /** The chunk size is not 1 to 16 hex digits, or it is not below 2^63. */
    BAD_CHUNK_SIZE(400),
    /** Chunk extensions that are not {@code *( ";" token [ "=" ( token / quoted-string ) ] )}. */
    BAD_CHUNK_EXTENSION(400),
    /** Chunk data is not followed by CRLF. */
    BAD_CHUNK_END(400),
    /** Chunk extensions too long, or too much framing for too little payload. */
    CHUNK_OVERHEAD(400),
    /** A trailer field that would change framing, routing, authentication or meaning after the fact. */
    BAD_TRAILER(400),
    /** The trailer section has not ended within its limit of bytes. */
    TRAILER_TOO_LARGE(400);

    private static final int STATUS_AS_SERVER_FAULT = 502;

    private final int status;
    private final String word;

    Violation(int status) {
        this.status = status;
        this.word = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String word() {
        return word;
    }

    /** The status that answers a request in which this was found. */
    @Override
    public int status() {
        return status;
    }

    /** The client's; of a server it is told by {@code ServerFault}. */
    @Override
    public Side side() {
        return Side.FRONT;
    }

    /** The status that answers a request whose response has it. */
    public int statusAsServerFault() {
        return STATUS_AS_SERVER_FAULT;
    }
}
