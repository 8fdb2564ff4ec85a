package io.weir.forwarded;

import io.weir.http.ByteClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The value of {@code Forwarded}: elements with parameters, of which this keeps the nodes (RFC 7239 section 4). Immutable. */
final class ForwardedField {
    /*
     * Read from the left, for only so can quotes be told from what is quoted. All of it must be well-formed: behind a quote that never ends
     * everything is doubtful, also what a trusted peer added.
     */

    private static final ForwardedField INVALID = new ForwardedField(List.of(), false);
    private static final String UNKNOWN = "unknown";

    private final List<String> nodes;
    private final boolean valid;

    private ForwardedField(List<String> nodes, boolean valid) {
        this.nodes = nodes;
        this.valid = valid;
    }

    static ForwardedField parse(String value) {
        Parser parser = new Parser(value);
        return parser.elements() ? new ForwardedField(parser.nodes, true) : INVALID;
    }

    boolean isValid() {
        return valid;
    }

    /** For whom each element speaks, without quotes; {@code unknown} where it does not say. */
    List<String> nodes() {
        return nodes;
    }

    /** Whether the node is there, but nobody is to know who it is (RFC 7239 sections 6.2 and 6.3). */
    static boolean isHidden(String node) {
        return node.startsWith("_") || node.toLowerCase(Locale.ROOT).equals(UNKNOWN);
    }

    private static final class Parser {

        private final List<String> nodes = new ArrayList<>();
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        // A list may have empty elements (RFC 9110 section 5.6.1).
        boolean elements() {
            skipWhitespace();
            while (at < text.length()) {
                if (peek() != ',' && !element()) {
                    return false;
                }
                skipWhitespace();
                if (at < text.length() && text.charAt(at++) != ',') {
                    return false;
                }
                skipWhitespace();
            }
            return true;
        }

        private boolean element() {
            String node = "";
            boolean goesOn = true;
            while (goesOn) {
                String name = token();
                if (name.isEmpty() || !skip('=')) {
                    return false;
                }
                String value = peek() == '"' ? quoted() : token();
                if (value.isEmpty() || (name.equalsIgnoreCase("for") && !node.isEmpty())) {
                    return false;
                }
                node = name.equalsIgnoreCase("for") ? value : node;
                skipWhitespace();
                goesOn = skip(';');
                skipWhitespace();
            }
            nodes.add(node.isEmpty() ? UNKNOWN : node);
            return true;
        }

        private String token() {
            int start = at;
            while (at < text.length() && ByteClass.isToken((byte) text.charAt(at))) {
                at++;
            }
            return text.substring(start, at);
        }

        // Empty if it does not end; an empty one is of no use either.
        private String quoted() {
            StringBuilder value = new StringBuilder();
            at++;
            while (at < text.length() && peek() != '"') {
                if (peek() == '\\') {
                    at++;
                }
                value.append(peek());
                at++;
            }
            return skip('"') ? value.toString() : "";
        }

        private boolean skip(char expected) {
            boolean found = peek() == expected;
            at += found ? 1 : 0;
            return found;
        }

        private void skipWhitespace() {
            while (peek() == ' ' || peek() == '\t') {
                at++;
            }
        }

        // NUL, which no field value holds, behind the end.
        private char peek() {
            return at < text.length() ? text.charAt(at) : 0;
        }
    }
}
