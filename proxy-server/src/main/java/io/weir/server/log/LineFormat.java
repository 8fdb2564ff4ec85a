package io.weir.server.log;

/** How the fields of a line are written. Stateless. */
enum LineFormat {
    /** {@code key=value}, separated by spaces; a value is between quotes if it needs to be, and {@code -} if there is none. */
    TEXT {
        @Override
        void name(LineBuffer line, String name) {
            if (line.length() > 0) {
                line.append(' ');
            }
            line.append(name).append('=');
        }

        @Override
        void fromWire(LineBuffer line, String value) {
            if (value.isEmpty()) {
                line.append('-');
            } else if (!value.equals("-") && LineBuffer.isPlain(value)) {
                line.append(value);
            } else {
                line.quoted(value);
            }
        }

        @Override
        void none(LineBuffer line) {
            line.append('-');
        }

        @Override
        void quote(LineBuffer line) {}

        @Override
        void end(LineBuffer line) {
            line.end();
        }
    },

    /** One JSON object. */
    JSON {
        @Override
        void name(LineBuffer line, String name) {
            line.append(line.length() == 0 ? '{' : ',').append('"').append(name).append("\":");
        }

        @Override
        void fromWire(LineBuffer line, String value) {
            line.quoted(value);
        }

        @Override
        void none(LineBuffer line) {
            line.append("null");
        }

        @Override
        void quote(LineBuffer line) {
            line.append('"');
        }

        @Override
        void end(LineBuffer line) {
            line.append('}').end();
        }
    };

    /** Begins a field. */
    abstract void name(LineBuffer line, String name);

    /** The value of a field, when somebody else chose it. Empty if there is none. */
    abstract void fromWire(LineBuffer line, String value);

    /** The value of a number that there is none of. */
    abstract void none(LineBuffer line);

    /** What stands before and after a text of ours. */
    abstract void quote(LineBuffer line);

    /** Ends the line. */
    abstract void end(LineBuffer line);
}
