package org.lucida.view.cli;

/** The program's front door. */
public final class Lucida {
    private Lucida() {}

    public static void main(String[] arguments) {
        System.exit(0);
    }
}
