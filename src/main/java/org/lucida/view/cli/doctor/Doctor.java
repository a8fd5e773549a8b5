package org.lucida.view.cli.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.lucida.camera.asi.AsiDriver;
import org.lucida.camera.asi.KernelClock;

/** Looks at everything a night needs, in this order: the program, the camera, the disk, the time, the rest. */
public final class Doctor {
    private final Host host;
    private final List<Check> checks;

    Doctor(Host host, List<Check> checks) {
        this.host = host;
        this.checks = List.copyOf(checks);
    }

    /**
     * For this machine.
     *
     * @param folder to record to
     * @param writes true to measure the speed of its disk
     */
    public static Doctor here(Path folder, boolean writes) {
        JavaFacts java = JavaFacts.here();
        Supplier<ZwoView> zwo = once(() -> ZwoView.of(new AsiDriver()));
        Path place = folder.toAbsolutePath().normalize();
        return new Doctor(
                Host.here(),
                List.of(
                        new JavaCheck(java),
                        new MemoryCheck(java),
                        new CameraCheck(zwo),
                        new UsbCheck(zwo),
                        new DiskCheck(place, DiskView.of(place), writes),
                        new ClockCheck(KernelClock::discipline),
                        new PowerCheck(),
                        new DisplayCheck(),
                        new SerialCheck(),
                        new CompilerCheck()));
    }

    /** Asks once, and remembers. */
    private static <T> Supplier<T> once(Supplier<T> source) {
        return new Supplier<>() {
            private Optional<T> known = Optional.empty();

            @Override
            public T get() {
                if (known.isEmpty()) {
                    known = Optional.of(source.get());
                }
                return known.get();
            }
        };
    }

    /**
     * Makes all checks.
     *
     * @param heard told every finding as soon as it is there
     * @return all findings
     */
    public List<Finding> examine(Consumer<Finding> heard) {
        List<Finding> all = new ArrayList<>();
        for (Check check : checks) {
            for (Finding finding : look(check)) {
                all.add(finding);
                heard.accept(finding);
            }
        }
        return all;
    }

    /** A check that fails is itself a finding: the others go on. */
    private List<Finding> look(Check check) {
        try {
            return check.look(host);
        } catch (IOException | RuntimeException failed) {
            String name =
                    check.getClass().getSimpleName().replaceFirst("Check$", "").toLowerCase(java.util.Locale.ROOT);
            String why = failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
            return List.of(Finding.warning(name, "cannot be looked at: " + why, "", List.of()));
        }
    }
}
