package io.weir.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program takes the {@code weir.conf} of the manifests, with the memory that they give it, and answers where they ask. */
final class WeirConfIT {

    // The last line of the banner.
    private static final Pattern ADMIN = Pattern.compile("(?m)^ +admin +(http://\\S+)/$");
    private static final String CONTAINER = "spec.template.spec.containers.0.";
    private static final String OF_THE_TEST =
            "\nweir { listeners.web.bind = \"127.0.0.1:0\", admin.bind = \"127.0.0.1:0\" }\n";

    private final Manifest deployment = Manifest.of("Deployment", "weir");
    private final int memoryMib = Program.mib(deployment.text(CONTAINER + "resources.limits.memory"));

    @TempDir
    Path directory;

    @Test
    void it_fits_into_the_memory_of_a_pod() throws Exception {
        try (Program check = Program.start(directory, "check", file(memoryMib))) {
            assertThat(check.exitCode()).as(check.output()).isZero();
            assertThat(check.output()).contains("weir.conf: ok; ", " of " + memoryMib + ".0 MiB");
        }
    }

    @Test
    void it_does_not_fit_into_a_third_of_it() throws Exception {
        int third = memoryMib / 3;
        try (Program check = Program.start(directory, "check", file(third))) {
            assertThat(check.exitCode()).isEqualTo(5);
        }
    }

    @Test
    @Timeout(60)
    void probes_and_prometheus_are_answered() throws Exception {
        String monitored = Manifest.of("ServiceMonitor", "weir").text("spec.endpoints.0.path");
        try (Program weir = Program.start(directory, "run", file(memoryMib))) {
            URI admin = admin(weir);
            for (String path : List.of(probe("startup"), probe("readiness"), probe("liveness"), monitored)) {
                assertThat(status(admin.resolve(path))).as(path).isEqualTo(200);
            }
        }
    }

    private String file(int mib) throws IOException {
        return Program.configuration(directory, mib, OF_THE_TEST).toString();
    }

    private String probe(String name) {
        return deployment.text(CONTAINER + name + "Probe.httpGet.path");
    }

    private static URI admin(Program weir) throws IOException, InterruptedException {
        while (!weir.endsSoon()) {
            Matcher banner = ADMIN.matcher(weir.output());
            if (banner.find()) {
                return URI.create(banner.group(1));
            }
        }
        throw new AssertionError("weir has ended: " + weir.output());
    }

    private static int status(URI page) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(10)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
