package io.weir.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** The fields that mean something to a proxy, found by length and then by name. */
public enum KnownField {
    HOST,
    CONTENT_LENGTH,
    TRANSFER_ENCODING,
    CONNECTION,
    KEEP_ALIVE,
    PROXY_CONNECTION,
    TE,
    TRAILER,
    UPGRADE,
    EXPECT,
    MAX_FORWARDS,
    VIA,
    FORWARDED,
    X_FORWARDED_FOR,
    X_FORWARDED_PROTO,
    X_FORWARDED_HOST,
    X_FORWARDED_PORT,
    DATE,
    SERVER,
    AUTHORIZATION,
    PROXY_AUTHORIZATION,
    WWW_AUTHENTICATE,
    PROXY_AUTHENTICATE,
    /** A framing field with another byte in the place of its hyphen, as {@link NameFold} folds it. */
    FRAMING_LOOK_ALIKE,
    /** A field of {@link ForwardingNames} in its plain spelling. Weir does not extend it. */
    OTHER_FORWARDING,
    /** A forwarding field, extended by Weir or not, with another byte in the place of a hyphen. */
    FORWARDING_LOOK_ALIKE,
    /** A field that a connection option names, so it ends here. */
    NOMINATED,
    /** A field line that repeats another one, which goes on alone. */
    REPEATED,
    /** Every other field. */
    OTHER;

    private static final int LONGEST = 32;
    private static final KnownField[][] BY_LENGTH = byLength();

    private final byte[] name;

    KnownField() {
        name = name().toLowerCase(Locale.ROOT).replace('_', '-').getBytes(StandardCharsets.US_ASCII);
    }

    /** {@code [start, end)} must be a token. */
    public static KnownField of(ByteBuffer bytes, int start, int end) {
        int length = end - start;
        if (length < LONGEST) {
            for (KnownField field : BY_LENGTH[length]) {
                int others = field.otherHyphensIn(bytes, start);
                if (others >= 0) {
                    return others == 0 ? field : field.asLookAlike();
                }
            }
        }
        return ForwardingNames.kindOf(bytes, start, end);
    }

    /** Whether a connection option of this name would cut framing or routing out of the message. */
    public boolean isForbiddenAsOption() {
        return switch (this) {
            case HOST, CONTENT_LENGTH, TRANSFER_ENCODING, FRAMING_LOOK_ALIKE, EXPECT, MAX_FORWARDS -> true;
            case VIA, OTHER_FORWARDING, FORWARDING_LOOK_ALIKE -> true;
            default -> isForwarding();
        };
    }

    /** Whether the field tells for whom its sender speaks, and Weir extends it. */
    public boolean isForwarding() {
        return switch (this) {
            case FORWARDED, X_FORWARDED_FOR, X_FORWARDED_PROTO, X_FORWARDED_HOST, X_FORWARDED_PORT -> true;
            default -> false;
        };
    }

    /** Whether the field line ends here: it is for the next recipient only, by its name or a connection option, or repeats another. */
    public boolean isHopByHop() {
        return switch (this) {
            case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TE, TRANSFER_ENCODING, UPGRADE, NOMINATED, REPEATED -> true;
            default -> false;
        };
    }

    // How many hyphens of the name are other bytes, or -1 if it is another name.
    private int otherHyphensIn(ByteBuffer bytes, int start) {
        int others = 0;
        for (int i = 0; i < name.length; i++) {
            byte b = bytes.get(start + i);
            if (NameFold.fold(b) != name[i]) {
                return -1;
            }
            others += name[i] == '-' && b != '-' ? 1 : 0;
        }
        return others;
    }

    // CGI and its successors hand all spellings to the application under one name.
    private KnownField asLookAlike() {
        return switch (this) {
            case CONTENT_LENGTH, TRANSFER_ENCODING -> FRAMING_LOOK_ALIKE;
            default -> isForwarding() ? FORWARDING_LOOK_ALIKE : OTHER;
        };
    }

    private static KnownField[][] byLength() {
        KnownField[][] byLength = new KnownField[LONGEST][0];
        for (KnownField field : values()) {
            if (field.compareTo(FRAMING_LOOK_ALIKE) < 0) {
                KnownField[] shorter = byLength[field.name.length];
                KnownField[] longer = Arrays.copyOf(shorter, shorter.length + 1);
                longer[shorter.length] = field;
                byLength[field.name.length] = longer;
            }
        }
        return byLength;
    }
}
