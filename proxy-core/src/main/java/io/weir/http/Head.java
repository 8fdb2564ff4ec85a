package io.weir.http;

/**
 * Where the parts of one head lie in its buffer: every index is absolute in the {@link java.nio.ByteBuffer} it was
 * parsed from. Made once per event loop and filled again by each parse; valid until the next one, and only where that
 * was COMPLETE, but for {@link #hasMethod()} and what it tells of.
 */
public final class Head {

    /** The minor version of a head in which it could not be read. */
    public static final int UNKNOWN_VERSION = -1;

    private static final int NAME_START = 0;
    private static final int NAME_END = 1;
    private static final int VALUE_START = 2;
    private static final int VALUE_END = 3;
    private static final int INDICES_PER_FIELD = 4;

    private int[] indices = {};
    private KnownField[] kinds = {};
    private int fieldCount;
    private int fieldLimit;

    // Written by the steps of the parser, each of which says what.
    boolean request;
    int start;
    int end;
    int minorVersion;
    Method method = Method.OTHER;
    int methodEnd;
    int targetStart;
    int targetEnd;
    TargetForm targetForm = TargetForm.ORIGIN;
    int authorityStart;
    int authorityEnd;
    int pathStart;
    int pathEnd;
    int status;
    int reasonStart;
    int reasonEnd;
    Framing framing = Framing.NONE;
    boolean chunkedDeclared;
    long declaredLength;
    boolean lengthRepeated;
    int hostField;
    int connectionOptions;
    boolean closeOption;
    boolean keepAliveOption;
    boolean upgradeOption;
    boolean upgradeField;
    boolean continueExpected;
    boolean connectionAuthentication;
    long maxForwards;
    int keepAliveTimeoutSeconds;

    /** The first byte of the start line: a tolerated empty line before it is skipped. */
    public int start() {
        return start;
    }

    /** The index after the empty line: the first byte of the body, or of what comes next. */
    public int end() {
        return end;
    }

    public int fieldCount() {
        return fieldCount;
    }

    public int nameStart(int field) {
        return indices[field * INDICES_PER_FIELD + NAME_START];
    }

    public int nameEnd(int field) {
        return indices[field * INDICES_PER_FIELD + NAME_END];
    }

    /** Where the value begins, without the whitespace around it. */
    public int valueStart(int field) {
        return indices[field * INDICES_PER_FIELD + VALUE_START];
    }

    public int valueEnd(int field) {
        return indices[field * INDICES_PER_FIELD + VALUE_END];
    }

    /** What the field means to a proxy. */
    public KnownField kind(int field) {
        return kinds[field];
    }

    /** The index after the CRLF of a field line. */
    int lineEnd(int field) {
        return field + 1 < fieldCount ? nameStart(field + 1) : end - 2;
    }

    public boolean isRequest() {
        return request;
    }

    /** 0 or 1. What claims to be HTTP/1.2 or higher is treated as HTTP/1.1 (RFC 9110 section 2.5). */
    public int minorVersion() {
        return minorVersion;
    }

    /** Whether a request, which may be refused or incomplete, has come to the end of its method: that and what has come of its target can be read. */
    public boolean hasMethod() {
        return targetStart > 0;
    }

    /** The method of a request. */
    public Method method() {
        return method;
    }

    public int methodStart() {
        return start;
    }

    public int methodEnd() {
        return methodEnd;
    }

    /** Where the target begins, as received. */
    public int targetStart() {
        return targetStart;
    }

    public int targetEnd() {
        return targetEnd;
    }

    public TargetForm targetForm() {
        return targetForm;
    }

    /**
     * The {@code host[:port]} asked for: of an absolute target, else of Host. Empty where Host is empty, or absent in
     * HTTP/1.0.
     */
    public int authorityStart() {
        return authorityStart;
    }

    public int authorityEnd() {
        return authorityEnd;
    }

    /**
     * The path without the query; {@code *} in asterisk form; empty, which stands for {@code /}, where an absolute
     * target has none.
     */
    public int pathStart() {
        return pathStart;
    }

    public int pathEnd() {
        return pathEnd;
    }

    /** The status of a response, 100 to 599. */
    public int status() {
        return status;
    }

    /** How the end of the body is found. */
    public Framing framing() {
        return framing;
    }

    /** How many bytes of body follow: more than 0 for LENGTH, 0 for NONE, -1 where only reading tells. */
    public long contentLength() {
        return switch (framing) {
            case LENGTH -> declaredLength;
            case NONE -> 0;
            case CHUNKED, UNTIL_CLOSE -> -1;
        };
    }

    /**
     * Whether the sender lets the connection persist after this message, by version and Connection; never with
     * UNTIL_CLOSE.
     */
    public boolean keepAlive() {
        return !closeOption && (minorVersion == 1 || keepAliveOption) && framing != Framing.UNTIL_CLOSE;
    }

    /**
     * Whether the client may hold back the body until it sees a 100 (Continue). Not in HTTP/1.0, nor without a body.
     */
    public boolean expectsContinue() {
        return continueExpected && minorVersion == 1 && framing != Framing.NONE;
    }

    /** Whether the sender offers, or a response makes, a change of protocol. Not in HTTP/1.0 (RFC 9110 section 7.8). */
    public boolean hasUpgrade() {
        return upgradeField && upgradeOption && minorVersion == 1;
    }

    /**
     * How often a TRACE or OPTIONS may still be forwarded, at 0 not at all (RFC 9110 section 7.6.2); -1 where that is
     * not said.
     */
    public long maxForwards() {
        return maxForwards;
    }

    /**
     * How many seconds a server promises to keep an idle connection, from {@code Keep-Alive: timeout=N}: at most
     * {@link Integer#MAX_VALUE}, whatever it says, and -1 where it does not say.
     */
    public int keepAliveTimeoutSeconds() {
        return keepAliveTimeoutSeconds;
    }

    /**
     * Whether the sender offers or asks for an authentication of the connection, not of the request, by NTLM or Negotiate for example: from
     * then on whoever sends a request on the connection may be taken for the one who logged in.
     */
    public boolean authenticatesConnection() {
        return connectionAuthentication;
    }

    /** Whether a response is interim (1xx), so that another one follows. */
    public boolean isInterim() {
        return !request && status < 200;
    }

    /** Whether there is a Date that goes on to the next recipient. */
    boolean hasDate() {
        for (int field = 0; field < fieldCount; field++) {
            if (kinds[field] == KnownField.DATE) {
                return true;
            }
        }
        return false;
    }

    boolean isFull() {
        return fieldCount == fieldLimit;
    }

    /** Forgets the head before, and gets room for {@code maxFields}, which costs memory the first time only. */
    void begin(boolean asRequest, int maxFields) {
        if (kinds.length < maxFields) {
            kinds = new KnownField[maxFields];
            indices = new int[maxFields * INDICES_PER_FIELD];
        }
        fieldLimit = maxFields;
        fieldCount = 0;
        request = asRequest;
        minorVersion = UNKNOWN_VERSION;
        status = 0;
        method = Method.OTHER;
        targetForm = TargetForm.ORIGIN;
        methodEnd = targetStart = targetEnd = 0;
        authorityStart = authorityEnd = pathStart = pathEnd = 0;
        reasonStart = reasonEnd = 0;
        framing = Framing.NONE;
        chunkedDeclared = false;
        declaredLength = -1;
        lengthRepeated = false;
        hostField = -1;
        connectionOptions = 0;
        closeOption = keepAliveOption = upgradeOption = upgradeField = continueExpected = false;
        connectionAuthentication = false;
        maxForwards = -1;
        keepAliveTimeoutSeconds = -1;
    }

    void addField(KnownField kind, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        int base = fieldCount * INDICES_PER_FIELD;
        indices[base + NAME_START] = nameStart;
        indices[base + NAME_END] = nameEnd;
        indices[base + VALUE_START] = valueStart;
        indices[base + VALUE_END] = valueEnd;
        kinds[fieldCount++] = kind;
    }

    void nominate(int field) {
        kinds[field] = KnownField.NOMINATED;
    }

    /** Says that a field line only repeats another, and does not go on. */
    void drop(int field) {
        kinds[field] = KnownField.REPEATED;
    }

    /** Lets a value end at {@code valueEnd}, before what only repeats it. */
    void cutValue(int field, int valueEnd) {
        indices[field * INDICES_PER_FIELD + VALUE_END] = valueEnd;
    }
}
