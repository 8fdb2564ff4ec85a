package io.weir.server.access;

/** What a caller of the admin listener may do. */
public enum Role {
    /** See every page. */
    READ,
    /** See every page, and change what runs. */
    WRITE;

    /** Whether a caller of this role may do what {@code needed} is needed for. */
    public boolean includes(Role needed) {
        return ordinal() >= needed.ordinal();
    }
}
