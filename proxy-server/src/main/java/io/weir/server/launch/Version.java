package io.weir.server.launch;

/** Which Weir this is. */
public final class Version {

    private static final String UNPACKAGED = "development";

    private Version() {}

    /** The version that the jar's manifest tells; {@code development} outside a jar. */
    public static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? UNPACKAGED : version;
    }
}
