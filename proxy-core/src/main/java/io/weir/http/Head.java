package io.weir.http;

import org.jspecify.annotations.Nullable;

/**
 * Where the parts of one head lie in its buffer, whatever version of HTTP brought it: every index is absolute in the
 * {@link java.nio.ByteBuffer} it was parsed from. Made once per event loop and filled again by each parse; valid until the
 * next one, and only where that was COMPLETE, but for {@link #hasMethod()} and what it tells of.
 *
 * <p>Field lines are canonical: {@code name ":" OWS value OWS CRLF}. The parser of a version extends this class by what that
 * version alone has.
 */
public abstract class Head {

    private static final int NAME_START = 0;
    private static final int NAME_END = 1;
    private static final int VALUE_START = 2;
    private static final int VALUE_END = 3;
    private static final int INDICES_PER_FIELD = 4;

    private int[] indices = {};
    private KnownField[] kinds = {};
    private int fieldCount;
    private int fieldLimit;

    // Written by the parser of a version.
    protected int start;
    protected int end;
    protected HttpVersion version = HttpVersion.UNKNOWN;
    protected Method method = Method.OTHER;
    protected int methodStart;
    protected int methodEnd;
    protected int targetStart;
    protected int targetEnd;
    protected @Nullable Scheme targetScheme;
    protected boolean targetAuthority;
    protected int authorityStart;
    protected int authorityEnd;
    protected int pathStart;
    protected int pathEnd;
    protected int status;
    protected int reasonStart;
    protected int reasonEnd;
    protected Framing framing = Framing.NONE;
    protected boolean upgrade;

    // Written by the rules that all versions share, each of which says what.
    protected long declaredLength;
    boolean lengthRepeated;
    protected int hostField;
    boolean request;
    int pathGap;
    boolean continueExpected;
    boolean connectionAuthentication;
    long maxForwards;

    /** The first byte of the start line: a tolerated empty line before it is skipped. */
    public final int start() {
        return start;
    }

    /** The index after the empty line: the first byte of the body, or of what comes next. */
    public final int end() {
        return end;
    }

    public final int fieldCount() {
        return fieldCount;
    }

    public final int nameStart(int field) {
        return indices[field * INDICES_PER_FIELD + NAME_START];
    }

    public final int nameEnd(int field) {
        return indices[field * INDICES_PER_FIELD + NAME_END];
    }

    /** Where the value begins, without the whitespace around it. */
    public final int valueStart(int field) {
        return indices[field * INDICES_PER_FIELD + VALUE_START];
    }

    public final int valueEnd(int field) {
        return indices[field * INDICES_PER_FIELD + VALUE_END];
    }

    /** What the field means to a proxy. */
    public final KnownField kind(int field) {
        return kinds[field];
    }

    /** The index after the CRLF of a field line. */
    public final int lineEnd(int field) {
        return field + 1 < fieldCount ? nameStart(field + 1) : end - 2;
    }

    public final boolean isRequest() {
        return request;
    }

    /** The version that the sender speaks; known in every head that is COMPLETE. */
    public final HttpVersion version() {
        return version;
    }

    /** Whether a request, which may be refused or incomplete, has come to the end of its method: that and what has come of its target can be read. */
    public final boolean hasMethod() {
        return targetStart > 0;
    }

    /** The method of a request. */
    public final Method method() {
        return method;
    }

    /** Where the method begins, as received. */
    public final int methodStart() {
        return methodStart;
    }

    public final int methodEnd() {
        return methodEnd;
    }

    /**
     * Where the target begins, as received: for the log, until the path is made normal. Path and query are {@code [pathStart(), targetEnd())}.
     */
    public final int targetStart() {
        return targetStart;
    }

    public final int targetEnd() {
        return targetEnd;
    }

    /**
     * The scheme of the URL asked for: of the target where it names one, as an absolute one does, else of the connection.
     *
     * @param ofConnection scheme of the connection that the request came by
     */
    public final Scheme scheme(Scheme ofConnection) {
        Scheme named = targetScheme;
        return named == null ? ofConnection : named;
    }

    /** Whether the target names the authority, as an absolute one does. Host is ignored then. */
    public final boolean hasTargetAuthority() {
        return targetAuthority;
    }

    /** Whether a request has a Host field. */
    public final boolean hasHost() {
        return hostField >= 0;
    }

    /**
     * Where the {@code host[:port]} asked for begins: of the target, else of Host. Empty where Host is empty, or absent in
     * HTTP/1.0.
     */
    public final int authorityStart() {
        return authorityStart;
    }

    public final int authorityEnd() {
        return authorityEnd;
    }

    /**
     * Where the path begins, without the query; {@code *} for the server as a whole. Empty, which stands for {@code /}, only in a
     * target that names its authority: {@code //} and the authority then stand right before it.
     */
    public final int pathStart() {
        return pathStart;
    }

    public final int pathEnd() {
        return pathEnd;
    }

    /** Bytes between the path and what stood before it in the buffer, since the path was made normal. */
    public final int pathGap() {
        return pathGap;
    }

    /** The status of a response, 100 to 999. One above 599 is of no class that HTTP knows, and framed like a final one. */
    public final int status() {
        return status;
    }

    /** Where the reason phrase of a response begins, as received; empty where its version, or its sender, gives none. */
    public final int reasonStart() {
        return reasonStart;
    }

    public final int reasonEnd() {
        return reasonEnd;
    }

    /** How the end of the body is found. */
    public final Framing framing() {
        return framing;
    }

    /** How many bytes of body follow: more than 0 for LENGTH, 0 for NONE, -1 where only reading tells. */
    public final long contentLength() {
        return switch (framing) {
            case LENGTH -> declaredLength;
            case NONE -> 0;
            case CHUNKED, UNTIL_CLOSE -> -1;
        };
    }

    /**
     * Whether the client may hold back the body until it sees a 100 (Continue). Not in HTTP/1.0, nor without a body.
     */
    public final boolean expectsContinue() {
        return continueExpected && version != HttpVersion.HTTP_1_0 && framing != Framing.NONE;
    }

    /** Whether the sender offers, or a response makes, a change of protocol. Not in HTTP/1.0 (RFC 9110 section 7.8). */
    public final boolean hasUpgrade() {
        return upgrade;
    }

    /**
     * How often a TRACE or OPTIONS may still be forwarded, at 0 not at all (RFC 9110 section 7.6.2); -1 where that is
     * not said.
     */
    public final long maxForwards() {
        return maxForwards;
    }

    /**
     * Whether the sender offers or asks for an authentication of the connection, not of the request, by NTLM or Negotiate for example: from
     * then on every request on the connection may be taken for one of the user who logged in.
     */
    public final boolean authenticatesConnection() {
        return connectionAuthentication;
    }

    /** Whether a response is interim (1xx), so that another one follows. */
    public final boolean isInterim() {
        return !request && status < 200;
    }

    /** Whether there is a Date that goes on to the next recipient. */
    public final boolean hasDate() {
        for (int field = 0; field < fieldCount; field++) {
            if (kinds[field] == KnownField.DATE) {
                return true;
            }
        }
        return false;
    }

    /** Whether there are as many fields as there may be. */
    protected final boolean isFull() {
        return fieldCount == fieldLimit;
    }

    /** Forgets the head before, and gets room for {@code maxFields}, which costs memory the first time only. */
    protected final void beginHead(boolean asRequest, int maxFields) {
        if (kinds.length < maxFields) {
            kinds = new KnownField[maxFields];
            indices = new int[maxFields * INDICES_PER_FIELD];
        }
        fieldLimit = maxFields;
        fieldCount = 0;
        request = asRequest;
        version = HttpVersion.UNKNOWN;
        status = 0;
        method = Method.OTHER;
        methodStart = methodEnd = targetStart = targetEnd = 0;
        targetScheme = null;
        targetAuthority = false;
        authorityStart = authorityEnd = pathStart = pathEnd = pathGap = 0;
        reasonStart = reasonEnd = 0;
        framing = Framing.NONE;
        declaredLength = -1;
        lengthRepeated = false;
        hostField = -1;
        upgrade = continueExpected = connectionAuthentication = false;
        maxForwards = -1;
    }

    /** Adds a field line. */
    protected final void addField(KnownField kind, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        int base = fieldCount * INDICES_PER_FIELD;
        indices[base + NAME_START] = nameStart;
        indices[base + NAME_END] = nameEnd;
        indices[base + VALUE_START] = valueStart;
        indices[base + VALUE_END] = valueEnd;
        kinds[fieldCount++] = kind;
    }

    /** Gives a field line another meaning than its name has. */
    protected final void mark(int field, KnownField kind) {
        kinds[field] = kind;
    }

    /** Leaves of a value what is in {@code [valueStart, valueEnd)}: the rest does not go on. */
    final void narrowValue(int field, int valueStart, int valueEnd) {
        indices[field * INDICES_PER_FIELD + VALUE_START] = valueStart;
        indices[field * INDICES_PER_FIELD + VALUE_END] = valueEnd;
    }
}
