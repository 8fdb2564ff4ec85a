package io.weir.server.admin;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of a Unix socket on which somebody of this process listens. Only its owner may connect. */
final class SocketFile implements AutoCloseable {
    /*
     * A socket is bound with the mode that the umask leaves, and Java cannot change the umask: whoever is quick could connect before the mode is set.
     * So it is bound in a directory that only this user may enter, gets its mode there, and then a second name (a hard link) at the place where it is
     * looked for. A link, other than a rename, fails if something has come to that place in the meantime.
     *
     * What is at that place already is replaced only if it is a socket to which no process listens. It is moved into the private directory first and
     * tried there once more: of two processes that start together, one would otherwise take away the socket that the other has just put there.
     */

    /** Listens on a path. */
    @FunctionalInterface
    interface Binding {
        void bind(Path path) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(SocketFile.class);
    private static final String FOR_OWNER = "rw-------";
    private static final String DIRECTORY_FOR_OWNER = "rwx------";
    private static final int FILE_TYPE = 0170000;
    private static final int SOCKET = 0140000;
    private static final int RADIX = 36;
    private static final int LEAST_OF_SIX_DIGITS = 36 * 36 * 36 * 36 * 36;

    private final Path path;
    private final Object key;

    private SocketFile(Path path, Object key) {
        this.path = path;
        this.key = key;
    }

    /**
     * Has {@code binding} listen, and gives its socket the name {@code path}.
     *
     * @param path absolute, and short enough that {@code /.wXXXXXX/s} fits behind its directory
     * @throws IOException if there is something else at {@code path}, or somebody listens there, or the directory is not to be written. The binding
     *     may listen by then, for its owner to end
     */
    static SocketFile listen(Path path, Binding binding) throws IOException {
        Path directory = privateDirectory(Objects.requireNonNull(path.getParent(), "directory"));
        Path bound = directory.resolve("s");
        try {
            removeStale(path, directory.resolve("o"));
            binding.bind(bound);
            Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString(FOR_OWNER));
            Files.createLink(path, bound);
            return new SocketFile(path, key(path).orElseThrow());
        } catch (FileAlreadyExistsException inTheMeantime) {
            throw new IOException("another process listens there", inTheMeantime);
        } finally {
            Files.deleteIfExists(bound);
            Files.deleteIfExists(directory);
        }
    }

    private static Path privateDirectory(Path parent) throws IOException {
        int number = ThreadLocalRandom.current().nextInt(LEAST_OF_SIX_DIGITS, Integer.MAX_VALUE);
        try {
            return Files.createDirectory(
                    parent.resolve(".w" + Integer.toString(number, RADIX)),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(DIRECTORY_FOR_OWNER)));
        } catch (NoSuchFileException missing) {
            throw new IOException("there is no directory " + parent, missing);
        }
    }

    private static void removeStale(Path path, Path aside) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if ((mode & FILE_TYPE) != SOCKET) {
            throw new IOException("there is something that is no socket");
        }
        if (hasListener(path)) {
            throw new IOException("another process listens there");
        }
        Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        try {
            if (hasListener(aside)) {
                Files.createLink(path, aside);
                throw new IOException("another process listens there");
            }
        } finally {
            Files.delete(aside);
        }
        LOG.info("event=admin_socket_replaced path={}", path);
    }

    // Without blocking: at a full backlog the connection is under way, and somebody listens.
    private static boolean hasListener(Path path) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException refused) {
            return false;
        }
    }

    private static Optional<Object> key(Path path) throws IOException {
        return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey());
    }

    /** Removes the file, unless another has come into its place. */
    @Override
    public void close() {
        try {
            if (key(path).filter(key::equals).isPresent()) {
                Files.delete(path);
            }
        } catch (NoSuchFileException gone) {
            // Somebody has removed it.
        } catch (IOException stays) {
            LOG.warn("event=admin_socket_stays path={} cause=\"{}\"", path, stays.toString());
        }
    }
}
