package io.weir.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.weir.http.Head;
import io.weir.http.ParseResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a reader made of the first message of a text. */
record Reading(Object verdict, String startLine, List<String> fields, String payload) {

    // Netty has chunks of less than 2^31 bytes only, and no obs-text in quoted strings, which RFC 9110 5.6.4 has.
    private static final Pattern HUGE_CHUNK = Pattern.compile("(?m)^0*[1-9a-fA-F][0-9a-fA-F]{7,}");
    private static final Pattern OBS_TEXT_IN_EXTENSION =
            Pattern.compile("(?m)^[0-9a-fA-F]+;.*\"[^\"\r]*[\u0080-\u00ff]");

    // RFC 9110 8.6 lets a recipient take a length that is repeated and agrees, which we do of a server.
    private static final Pattern REPEATED_LENGTH =
            Pattern.compile("(?is)\r\ncontent-length:([^\r]*,|.*\r\ncontent-length:)");

    // RFC 9112 7.1.1 has whitespace in extensions accepted and removed. Netty may refuse it; it never goes on.
    private static final Pattern BLANK_IN_CHUNK_LINE = Pattern.compile("(?m)^[0-9a-fA-F]+(;.*)?[ \\t]");

    enum Verdict {
        WHOLE,
        INCOMPLETE,
        REFUSED
    }

    private static final Reading NOTHING = new Reading(Verdict.INCOMPLETE, "", List.of(), "");
    private static final Reading REFUSED = new Reading(Verdict.REFUSED, "", List.of(), "");

    /** Whether Netty reads the same in that text, or is known not to. */
    boolean agreesWith(Reading netty, String text) {
        if (netty.verdict == Verdict.REFUSED) {
            return HUGE_CHUNK.matcher(text).find()
                    || BLANK_IN_CHUNK_LINE.matcher(text).find()
                    || REPEATED_LENGTH.matcher(text).find()
                    || OBS_TEXT_IN_EXTENSION.matcher(text).find();
        }
        return equals(netty);
    }

    boolean isWhole() {
        return verdict == Verdict.WHOLE;
    }

    boolean hasHead() {
        return verdict != Verdict.REFUSED && !startLine.isEmpty();
    }

    static Reading ours(Parsed parsed) {
        if (parsed.result == ParseResult.INCOMPLETE) {
            return NOTHING;
        }
        if (parsed.result == ParseResult.VIOLATION) {
            return new Reading(parsed.parser.violation(), "", List.of(), "");
        }
        Head head = parsed.head;
        String startLine = head.version().number()
                + (head.isRequest() ? " " + parsed.method() + " " + parsed.target() : " " + head.status());
        int available = parsed.wire.to - head.end();
        int length = (int) Math.min(head.contentLength(), available);
        return switch (head.framing()) {
            case NONE -> new Reading(Verdict.WHOLE, startLine, withoutTransferEncoding(parsed), "");
            case LENGTH ->
                new Reading(
                        length < head.contentLength() ? Verdict.INCOMPLETE : Verdict.WHOLE,
                        startLine,
                        parsed.fields(),
                        parsed.wire.text(head.end(), head.end() + length));
            case UNTIL_CLOSE ->
                new Reading(
                        Verdict.INCOMPLETE, startLine, parsed.fields(), parsed.wire.text(head.end(), parsed.wire.to));
            case CHUNKED -> chunked(startLine, parsed);
        };
    }

    // Netty takes it out of a message that has no body; we do when the response is composed, where it may not have
    // it.
    private static List<String> withoutTransferEncoding(Parsed parsed) {
        List<String> fields = parsed.fields();
        fields.removeIf(field -> field.toLowerCase(Locale.ROOT).startsWith("transfer-encoding="));
        return fields;
    }

    private static Reading chunked(String startLine, Parsed parsed) {
        ChunkedBody body = parsed.head.isRequest() ? ChunkedBody.ofRequests() : ChunkedBody.ofResponses();
        body.extract(parsed.wire.bytes, parsed.head.end(), parsed.wire.to);
        if (body.violated()) {
            return new Reading(body.violation(), "", List.of(), "");
        }
        return new Reading(
                body.finished() ? Verdict.WHOLE : Verdict.INCOMPLETE,
                startLine,
                parsed.fields(),
                parsed.wire.text(parsed.head.end(), body.keptEnd()));
    }

    static Reading nettys(String text, ChannelHandler decoder) {
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        ByteBuf bytes = channel.alloc().buffer(text.length());
        bytes.writeBytes(Wire.latin1(text));
        channel.writeInbound(bytes);
        Object first = channel.readInbound();
        Reading reading = first == null ? NOTHING : message(channel, (HttpMessage) first);
        ReferenceCountUtil.release(first);
        channel.finishAndReleaseAll();
        return reading;
    }

    private static Reading message(EmbeddedChannel channel, HttpMessage message) {
        if (message.decoderResult().isFailure()) {
            return REFUSED;
        }
        int minor = Math.min(1, message.protocolVersion().minorVersion());
        String startLine = "1." + minor
                + (message instanceof HttpRequest request
                        ? " " + request.method().name() + " " + request.uri()
                        : " " + ((HttpResponse) message).status().code());
        List<String> fields = new ArrayList<>();
        message.headers()
                .forEach(field -> fields.add(field.getKey() + "=" + shortest(field.getKey(), field.getValue())));
        StringBuilder payload = new StringBuilder();
        Object verdict = message instanceof HttpContent whole ? content(whole, payload) : body(channel, payload);
        return new Reading(verdict, startLine, fields, payload.toString());
    }

    // A length is read in the form in which it goes on.
    private static String shortest(String name, String value) {
        return name.equalsIgnoreCase("Content-Length") ? value.replaceFirst("^0+(?=\\d)", "") : value;
    }

    private static Object body(EmbeddedChannel channel, StringBuilder payload) {
        Verdict verdict = Verdict.INCOMPLETE;
        while (verdict == Verdict.INCOMPLETE && channel.readInbound() instanceof HttpContent content) {
            verdict = content(content, payload);
            content.release();
        }
        return verdict;
    }

    private static Verdict content(HttpContent content, StringBuilder payload) {
        payload.append(content.content().toString(StandardCharsets.ISO_8859_1));
        if (content.decoderResult().isFailure()) {
            return Verdict.REFUSED;
        }
        return content instanceof LastHttpContent ? Verdict.WHOLE : Verdict.INCOMPLETE;
    }
}
