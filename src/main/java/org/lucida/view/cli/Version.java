package org.lucida.view.cli;

import picocli.CommandLine.IVersionProvider;

/** Tells the version, and what it runs on. */
final class Version implements IVersionProvider {
    /** The version of the program, or "development" when run from classes. */
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "lucida " + text(),
            "Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                    + System.getProperty("os.arch") + ", "
                    + Runtime.getRuntime().availableProcessors() + " processors"
        };
    }
}
