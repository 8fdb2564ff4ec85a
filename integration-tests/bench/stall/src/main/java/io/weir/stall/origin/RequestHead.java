package io.weir.stall.origin;

import java.util.Locale;

/** The little of a request head that the origin goes by. The heads come from our own clients: nothing is validated. */
record RequestHead(String path, long query, long contentLength, boolean close) {

    static RequestHead parse(String head) {
        String[] lines = head.split("\r\n", -1);
        String target = lines[0].split(" ", -1)[1];
        int question = target.indexOf('?');
        long contentLength = 0;
        boolean close = lines[0].endsWith("HTTP/1.0");
        for (String line : lines) {
            String field = line.toLowerCase(Locale.ROOT);
            if (field.startsWith("content-length:")) {
                contentLength =
                        Long.parseLong(field.substring(field.indexOf(':') + 1).trim());
            } else if (field.startsWith("connection:")) {
                close = field.contains("close");
            }
        }
        return new RequestHead(
                question < 0 ? target : target.substring(0, question),
                question < 0 ? 0 : Long.parseLong(target.substring(question + 1)),
                contentLength,
                close);
    }
}
