package io.weir.it;

import io.weir.kit.Wire;
import io.weir.testing.wire.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clients that break off while their responses are being sent. */
@ExtendWith(Machine.class)
final class VanishingClientsIT {

    private static final int ROUNDS = 30;
    private static final int CLIENTS = 100;

    @TempDir
    Path directory;

    @Test
    void clients_that_break_off_leave_nothing_behind() throws IOException {
        try (Nginx nginx = Nginx.start(Files.createDirectory(directory.resolve("nginx")))) {
            Content.write(nginx.file("page"), 20_000, 1);
            try (WeirProcess weir = WeirProcess.http(directory, nginx.address(), "weir.buffers.count = 20")) {
                for (int round = 0; round < ROUNDS; round++) {
                    askAndVanish(weir);
                }
                weir.assertAtRest();
            }
        }
    }

    private static void askAndVanish(WeirProcess weir) throws IOException {
        List<Wire> clients = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(Wire.to(weir.address()).get("/page").get("/page").get("/page"));
            }
        } finally {
            for (Wire client : clients) {
                client.reset();
            }
        }
    }
}
