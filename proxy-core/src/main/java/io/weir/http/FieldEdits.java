package io.weir.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What becomes of the fields of a head on its way: those of some names are left out, and some lines of ours come behind. Immutable. */
public final class FieldEdits {

    /** Nothing. */
    public static final FieldEdits NONE = new FieldEdits(List.of(), List.of(), List.of());

    private static final String DATE = "date";

    private final byte[][] removed;
    private final byte[] lines;
    private final boolean aboutDate;

    /**
     * Edits by which fields are set (in the place of all of that name), added, and removed.
     *
     * @param remove names in whatever case
     */
    public static FieldEdits of(List<FieldLine> set, List<FieldLine> add, List<String> remove) {
        boolean none = set.isEmpty() && add.isEmpty() && remove.isEmpty();
        return none ? NONE : new FieldEdits(set, add, remove);
    }

    private FieldEdits(List<FieldLine> set, List<FieldLine> add, List<String> remove) {
        // Of Date there can be one only.
        Stream<String> dates = add.stream().map(FieldLine::name).filter(DATE::equalsIgnoreCase);
        List<String> names = Stream.of(set.stream().map(FieldLine::name), remove.stream(), dates)
                .flatMap(Function.identity())
                .map(NameFold::fold)
                .distinct()
                .toList();
        removed = names.stream().map(FieldEdits::ascii).toArray(byte[][]::new);
        StringBuilder text = new StringBuilder();
        set.forEach(text::append);
        add.forEach(text::append);
        lines = ascii(text.toString());
        aboutDate = names.contains(DATE)
                || add.stream().anyMatch(line -> line.name().equalsIgnoreCase(DATE));
    }

    /**
     * Whether the field of the name in {@code [start, end)} is left out. So is a look-alike (see {@link NameFold}), which many an application takes for the same. Borrows the bytes.
     */
    public boolean removes(ByteBuffer bytes, int start, int end) {
        for (byte[] name : removed) {
            if (name.length == end - start && NameFold.startsWith(bytes, start, name)) {
                return true;
            }
        }
        return false;
    }

    /** How many bytes longer a head becomes by them at most. */
    public int growth() {
        return lines.length;
    }

    /** Whole field lines. Do not write. */
    public byte[] lines() {
        return lines;
    }

    /** Whether they say what becomes of Date. */
    public boolean areAboutDate() {
        return aboutDate;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
