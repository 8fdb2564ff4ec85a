package io.weir.http1;

import io.weir.forwarded.Forwarding;
import io.weir.http.FieldEdits;
import io.weir.http.Head;
import io.weir.http.HttpVersion;
import io.weir.http.PathStart;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Heads as a composer writes them where no route edits them. */
public final class Composed {

    /** Authority of the server that composed requests go to. */
    public static final String SERVER = "server.test:8080";

    private static final byte[] SERVER_AUTHORITY = SERVER.getBytes(StandardCharsets.US_ASCII);

    private Composed() {}

    /** The authority that the composed form of {@code received} has. */
    public static String authority(Parsed received) {
        boolean named = received.head.hasHost() || received.head.hasTargetAuthority();
        return named ? received.authority() : SERVER;
    }

    /** Composes a request that says nothing of the connection to its server. Returns whether it fits. */
    public static boolean request(HeadComposer composer, Head head, ByteBuffer bytes, Forwarding forwarding) {
        return request(composer, head, bytes, forwarding, ConnectionOption.NONE);
    }

    /** Composes a request. Returns whether it fits. */
    public static boolean request(
            HeadComposer composer, Head head, ByteBuffer bytes, Forwarding forwarding, ConnectionOption option) {
        return composer.request(
                head, bytes, SERVER_AUTHORITY, forwarding, option.line(), PathStart.SAME, FieldEdits.NONE);
    }

    /** Composes a response to a client of HTTP/1.1. Returns whether it fits. */
    public static boolean response(HeadComposer composer, Head head, ByteBuffer bytes, ConnectionOption option) {
        return response(composer, head, bytes, HttpVersion.HTTP_1_1, option);
    }

    /** Composes a response. Returns whether it fits. */
    public static boolean response(
            HeadComposer composer, Head head, ByteBuffer bytes, HttpVersion client, ConnectionOption option) {
        return composer.response(head, bytes, client, option, FieldEdits.NONE);
    }

    /** The head that was written last. */
    public static String text(HeadComposer composer) {
        return new String(composer.array(), 0, composer.length(), StandardCharsets.ISO_8859_1);
    }
}
