package io.weir.http1;

import io.weir.http.Framing;
import io.weir.http.Head;
import io.weir.http.HttpVersion;
import io.weir.http.KnownField;
import io.weir.http.Method;
import io.weir.http.Scheme;

/** A head of HTTP/1, as {@link HeadParser} fills it, with what only HTTP/1 says in a head: how long the connection lives, and transfer codings. */
public final class Http1Head extends Head {

    // Written by the steps of the parser, each of which says what.
    boolean chunkedDeclared;
    int connectionOptions;
    boolean closeOption;
    boolean keepAliveOption;
    boolean upgradeOption;
    boolean upgradeField;
    int keepAliveTimeoutSeconds;

    /**
     * Whether the sender lets the connection persist after this message, by version and Connection; never with
     * UNTIL_CLOSE.
     */
    public boolean keepAlive() {
        return !closeOption && (version == HttpVersion.HTTP_1_1 || keepAliveOption) && framing != Framing.UNTIL_CLOSE;
    }

    /**
     * How many seconds a server promises to keep an idle connection, from {@code Keep-Alive: timeout=N}: at most
     * {@link Integer#MAX_VALUE}, whatever it says, and -1 where it does not say.
     */
    public int keepAliveTimeoutSeconds() {
        return keepAliveTimeoutSeconds;
    }

    void beginRequest(int maxFields) {
        begin(true, maxFields);
    }

    void beginResponse(int maxFields) {
        begin(false, maxFields);
    }

    private void begin(boolean asRequest, int maxFields) {
        beginHead(asRequest, maxFields);
        chunkedDeclared = false;
        connectionOptions = 0;
        closeOption = keepAliveOption = upgradeOption = upgradeField = false;
        keepAliveTimeoutSeconds = -1;
    }

    void beginsAt(int at) {
        start = at;
    }

    void endsAt(int at) {
        end = at;
    }

    void version(HttpVersion found) {
        version = found;
    }

    void methodAt(int from, int to) {
        methodStart = from;
        methodEnd = to;
    }

    void method(Method known) {
        method = known;
    }

    void targetAt(int from, int to) {
        targetStart = from;
        targetEnd = to;
    }

    void pathAt(int from, int to) {
        pathStart = from;
        pathEnd = to;
    }

    /** Takes scheme and authority of an absolute target. */
    void absoluteTarget(Scheme scheme, int from, int to) {
        targetScheme = scheme;
        targetAuthority = true;
        authorityStart = from;
        authorityEnd = to;
    }

    /** Takes the authority of Host, which there must be. */
    void authorityOfHost() {
        authorityStart = valueStart(hostField);
        authorityEnd = valueEnd(hostField);
    }

    void status(int code) {
        status = code;
    }

    void reasonAt(int from, int to) {
        reasonStart = from;
        reasonEnd = to;
    }

    void framing(Framing found) {
        framing = found;
    }

    /** The length that the fields declare, -1 where they declare none. */
    long declaredLength() {
        return declaredLength;
    }

    boolean hasMostFields() {
        return isFull();
    }

    void add(KnownField kind, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        addField(kind, nameStart, nameEnd, valueStart, valueEnd);
    }

    /** Says that a connection option names the field line. */
    void nominate(int field) {
        mark(field, KnownField.NOMINATED);
    }

    // RFC 9110 7.8: an Upgrade in HTTP/1.0 is ignored, and so is one that Connection does not name.
    void concludeFields() {
        upgrade = upgradeField && upgradeOption && version == HttpVersion.HTTP_1_1;
    }
}
