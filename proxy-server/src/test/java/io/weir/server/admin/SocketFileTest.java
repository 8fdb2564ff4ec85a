package io.weir.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Unix socket that only its owner can open, in the place of what an ended process left. */
final class SocketFileTest {

    private Path directory;
    private Path path;
    private final List<ServerSocketChannel> bound = new ArrayList<>();

    // A directory of the test framework may be too long for a socket.
    @BeforeEach
    void make() throws IOException {
        directory = Files.createTempDirectory(Path.of("/tmp"), "w");
        path = directory.resolve("admin.sock");
    }

    @AfterEach
    void remove() throws IOException {
        for (ServerSocketChannel channel : bound) {
            channel.close();
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    @Test
    void it_is_for_its_owner_from_its_first_moment_and_nothing_else_is_left() throws IOException {
        List<Set<PosixFilePermission>> around = new ArrayList<>();
        SocketFile.listen(path, at -> {
            // Before it is bound, and while its mode is what the umask left, nobody else can come to it.
            around.add(Files.getPosixFilePermissions(at.getParent()));
            assertThat(path).doesNotExist();
            bind(at);
            assertThat(path).doesNotExist();
        });
        assertThat(around).containsExactly(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(files()).containsExactly("admin.sock");
        connect();
    }

    @Test
    void one_that_an_ended_process_left_is_replaced() throws IOException {
        bind(path).close();
        assertThat(path).exists();
        SocketFile.listen(path, this::bind);
        connect();
        assertThat(files()).containsExactly("admin.sock");
    }

    @Test
    void one_on_which_somebody_listens_is_refused_and_stays() throws IOException {
        ServerSocketChannel other = bind(path);
        assertThatThrownBy(() -> SocketFile.listen(path, at -> assertThat(at).isNull()))
                .isInstanceOf(IOException.class)
                .hasMessage("another process listens there");
        connect();
        other.accept().close();
        assertThat(files()).containsExactly("admin.sock");
    }

    // Of two processes that start together: the other has come to the place after it was looked at.
    @Test
    void one_that_has_come_in_the_meantime_is_refused_and_stays() throws IOException {
        assertThatThrownBy(() -> SocketFile.listen(path, at -> {
                    bind(at);
                    bind(path);
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("another process listens there");
        connect();
        bound.get(1).accept().close();
        assertThat(files()).containsExactly("admin.sock");
    }

    @Test
    void what_is_no_socket_is_refused_and_stays() throws IOException {
        Files.writeString(path, "precious");
        assertThatThrownBy(() -> SocketFile.listen(path, this::bind))
                .isInstanceOf(IOException.class)
                .hasMessage("there is something that is no socket");
        assertThat(path).hasContent("precious");
        Files.delete(path);
        Path target = Files.createFile(directory.resolve("target"));
        Files.createSymbolicLink(path, target);
        assertThatThrownBy(() -> SocketFile.listen(path, this::bind))
                .hasMessage("there is something that is no socket");
        assertThat(target).exists();
    }

    @Test
    void a_directory_that_is_missing_is_told() {
        assertThatThrownBy(() -> SocketFile.listen(directory.resolve("none/admin.sock"), this::bind))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no directory " + directory.resolve("none"));
    }

    @Test
    void it_is_removed_at_the_end_unless_another_has_come_into_its_place() throws IOException {
        SocketFile first = SocketFile.listen(path, this::bind);
        first.close();
        assertThat(path).doesNotExist();
        SocketFile second = SocketFile.listen(path, this::bind);
        Files.delete(path);
        bind(path);
        second.close();
        assertThat(path).exists();
        second.close();
        first.close();
    }

    private ServerSocketChannel bind(Path at) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        bound.add(channel);
        return channel.bind(UnixDomainSocketAddress.of(at));
    }

    private void connect() throws IOException {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            assertThat(client.isConnected()).isTrue();
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
