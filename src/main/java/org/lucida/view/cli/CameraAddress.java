package org.lucida.view.cli;

import picocli.CommandLine.Option;

/** The option that says which camera. */
final class CameraAddress {
    @Option(
            names = "--camera",
            required = true,
            order = 1,
            paramLabel = "ADDRESS",
            description =
                    "Which camera: asi is the first ZWO camera, asi:ASI290MM or asi: and a serial number a certain one,"
                            + " replay:FILE plays a recording, sim:demo a made-up planet. See: lucida cameras.")
    String address;
}
