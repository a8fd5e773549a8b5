package org.lucida.view;

/** Who this program is. */
public final class Program {
    private Program() {}

    /** The version, or "development" when run from classes. */
    public static String version() {
        String version = Program.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** Name and version, as files and headers call it. */
    public static String nameAndVersion() {
        return "Lucida " + version();
    }
}
