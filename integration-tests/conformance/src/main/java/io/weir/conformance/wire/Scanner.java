package io.weir.conformance.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes pieces off the front of a text, each by the strictest grammar there is. */
final class Scanner {

    /*
     * Where a pattern does not match, the matcher tells whether more bytes could have made it match: then the text is cut, and
     * if not, it is wrong.
     */

    static final String TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";

    private static final String TEXT = "[!-~\\x80-\\xff]";
    private static final Pattern FIELD =
            Pattern.compile("(" + TOKEN + "):[ \\t]*+((?:" + TEXT + "(?:[ \\t]*+" + TEXT + ")*+)?)[ \\t]*+\\r\\n");
    private static final Pattern END = Pattern.compile("\\r\\n");
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,15})((?:;" + TOKEN + "(?:=(?:" + TOKEN
            + "|\"(?:[\\t !#-\\[\\]-~\\x80-\\xff]|\\\\[\\t -~\\x80-\\xff])*+\"))?)*+)\\r\\n");

    private final String text;
    private int at;

    Scanner(String text, int from) {
        this.text = text;
        at = from;
    }

    /** Thrown where the text ends too early. */
    static final class CutException extends Exception {
        CutException() {
            super("cut", null, false, false);
        }
    }

    /** Thrown where the text has more readings than one, or none. */
    static final class AmbiguousException extends Exception {
        AmbiguousException(String why) {
            super(why, null, false, false);
        }
    }

    int position() {
        return at;
    }

    String since(int start) {
        return text.substring(start, at);
    }

    @SuppressWarnings("JdkObsolete") // hitEnd() tells what is only cut off from what is wrong
    Matcher take(Pattern pattern, String what) throws CutException, AmbiguousException {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (matcher.lookingAt()) {
            at = matcher.end();
            return matcher;
        }
        if (matcher.hitEnd()) {
            throw new CutException();
        }
        throw new AmbiguousException(what + ": " + lineHere());
    }

    List<Field> fields() throws CutException, AmbiguousException {
        List<Field> fields = new ArrayList<>();
        while (!tookEnd()) {
            Matcher field = take(FIELD, "field line");
            fields.add(new Field(field.group(1), field.group(2)));
        }
        return fields;
    }

    String chunks() throws CutException, AmbiguousException {
        StringBuilder body = new StringBuilder();
        while (true) {
            long size = Long.parseLong(take(CHUNK, "chunk size").group(1), 16);
            if (size == 0) {
                return body.toString();
            }
            body.append(count(size));
            take(END, "chunk end");
        }
    }

    String count(long length) throws CutException {
        if (length > text.length() - at) {
            throw new CutException();
        }
        at += (int) length;
        return text.substring(at - (int) length, at);
    }

    String rest() {
        int from = at;
        at = text.length();
        return text.substring(from);
    }

    private boolean tookEnd() throws CutException {
        if (text.length() - at == 1 && text.charAt(at) == '\r') {
            throw new CutException();
        }
        boolean ends = text.startsWith("\r\n", at);
        at += ends ? 2 : 0;
        return ends;
    }

    private String lineHere() {
        int end = text.indexOf('\n', at);
        String line = text.substring(at, end < 0 ? text.length() : end + 1);
        return Latin1.shown(line.length() > 60 ? line.substring(0, 60) + "..." : line);
    }
}
