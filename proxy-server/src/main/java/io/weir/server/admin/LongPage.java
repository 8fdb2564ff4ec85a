package io.weir.server.admin;

import io.weir.server.text.JsonWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * A page whose length follows the configuration or the clients.
 *
 * @param path where it stands
 * @param source writes it, on the thread of renderings
 */
record LongPage(String path, String contentType, PackedText.Source source) {

    /** A page of JSON. */
    static LongPage json(String path, Consumer<JsonWriter> page) {
        return new LongPage(path, Page.JSON, out -> {
            Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            page.accept(new JsonWriter(text));
            text.write('\n');
            text.flush();
        });
    }

    /** The page as it is now. */
    Page rendered() throws IOException {
        return Page.ok(contentType, PackedText.of(source));
    }
}
