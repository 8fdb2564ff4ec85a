package io.weir.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.weir.exchange.Timelines;
import io.weir.reason.Ending;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class AccessLogDocTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|");

    @Test
    void the_document_has_every_field() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        InetSocketAddress client = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        try (AccessLog log = AccessLog.json(out)) {
            log.exchangeEnded(Timelines.of("web", client).endedAfter(1, Ending.DONE));
        }
        String document = Files.readString(Path.of("..", "docs", "access-log.md"));
        List<String> documented =
                ROW.matcher(document).results().map(row -> row.group(1)).toList();
        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(ConfigFactory.parseString(out.toString(StandardCharsets.US_ASCII))
                        .root()
                        .keySet());
    }
}
