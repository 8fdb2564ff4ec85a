package io.weir.server.watch;

/** Why a path has no content. */
public enum Obstacle {
    /** The path, or the target of a symbolic link in it, does not exist. */
    MISSING,
    /** A directory, a pipe, a socket or a device. Nothing of it is read, since that could block. */
    NOT_A_FILE,
    /** This user may not read the file. */
    DENIED,
    /** Reading failed, for instance because a symbolic link leads to itself. */
    UNREADABLE,
    /** The file exceeds {@link ReadLimits#fileBytes()}. */
    TOO_LARGE,
    /** The files before this one, in the order of their paths, left too little of {@link ReadLimits#totalBytes()}. */
    TOTAL_TOO_LARGE,
    /** Two readings that belong together differ. No reading of a watch is equal to this one. */
    CHANGED
}
