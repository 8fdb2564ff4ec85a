package io.weir.server.watch;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The states of a set of paths, as one load or one round of a watch has read them. Paths are told apart as they are written: {@code a.conf} and
 * {@code ./a.conf} are two.
 *
 * @param files the state of each path; copied
 */
public record Snapshot(Map<Path, FileState> files) {

    /** Of no path. */
    public static final Snapshot EMPTY = new Snapshot(Map.of());

    public Snapshot {
        SortedMap<Path, FileState> sorted = new TreeMap<>(files);
        files = Collections.unmodifiableMap(sorted);
    }

    /** The watched paths, in their order. */
    public Set<Path> paths() {
        return files.keySet();
    }

    /**
     * The hash of all paths and states, whatever the order in which they were read. It depends on paths as they are written and on contents or
     * obstacles, and on nothing else: not on times, owners, or the targets of symbolic links.
     */
    public Fingerprint fingerprint() {
        MessageDigest digest = Fingerprint.sha256();
        // No path contains the character 0, so the parts cannot be cut in another way.
        files.forEach((path, state) -> digest.update((path + "\0" + state + "\0").getBytes(StandardCharsets.UTF_8)));
        return Fingerprint.of(digest.digest());
    }

    /** The paths that have another state in the other snapshot, or are in one of them only. */
    public Set<Path> differences(Snapshot other) {
        return Stream.of(files, other.files)
                .map(Map::keySet)
                .flatMap(Collection::stream)
                .filter(path -> !Objects.equals(files.get(path), other.files.get(path)))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
