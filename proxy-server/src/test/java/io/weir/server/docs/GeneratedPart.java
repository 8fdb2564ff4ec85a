package io.weir.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The part of a document that follows from the code. A test compares it; with {@code -Dweir.docs=write} it writes it instead.
 */
public final class GeneratedPart {

    private static final String BEGIN = "<!-- Generated. After a change: mvn test -Dweir.docs=write -->\n";
    private static final String END = "<!-- End of what is generated. -->\n";

    private GeneratedPart() {}

    /** Fails unless that part of {@code docs/NAME} is {@code text}. */
    public static void assertIsUpToDate(String name, String text) throws IOException {
        Path file = Path.of("..", "docs", name);
        String document = Files.readString(file);
        int begin = document.indexOf(BEGIN) + BEGIN.length();
        int end = document.indexOf(END);
        assertThat(end).as(name + " has its marks").isGreaterThanOrEqualTo(begin);
        if ("write".equals(System.getProperty("weir.docs"))) {
            Files.writeString(file, document.substring(0, begin) + "\n" + text + "\n" + document.substring(end));
            return;
        }
        assertThat(document.substring(begin, end)).as(name).isEqualTo("\n" + text + "\n");
    }
}
