package org.lucida.view.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher in a made-up source tree, with stand-ins for java and mvn on the path. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher for Windows is lucida.cmd")
class LauncherTest {
    private static final List<String> TOOLS =
            List.of("dirname", "readlink", "sed", "head", "find", "mkdir", "flock", "touch", "stty", "grep");

    private static final String MVN =
            "#!/bin/bash\necho \"built with $*\" >> \"$0.log\"\necho jar > target/lucida.jar\n";

    @TempDir
    Path folder;

    private Path home;
    private Path tools;
    private String err = "";

    @BeforeEach
    void makeHome() throws IOException {
        Path launcher = Path.of("lucida");
        Assumptions.assumeTrue(
                Files.exists(launcher) && Files.exists(Path.of("/bin/bash")), "no launcher or no bash here");
        home = Files.createDirectories(folder.resolve("a home"));
        Files.createDirectories(home.resolve("src/main"));
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Files.writeString(home.resolve("src/main/A.java"), "class A {}");
        Files.copy(launcher, home.resolve("lucida"));
        tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : TOOLS) {
            for (String place : List.of("/usr/bin/", "/bin/")) {
                if (Files.exists(Path.of(place + tool)) && !Files.exists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), Path.of(place + tool));
                }
            }
        }
        program("java", java("17.0.9"));
        program("mvn", MVN);
        setAllOlderThanNow();
    }

    private static String java(String version) {
        return "#!/bin/bash\nif [ \"$1\" = -version ]; then echo 'openjdk version \"" + version
                + "\" 2023-10-17' >&2; else printf '%s|' \"$@\"; fi\n";
    }

    private void program(String name, String text) throws IOException {
        Files.deleteIfExists(tools.resolve(name));
        Files.writeString(tools.resolve(name), text);
        Files.setPosixFilePermissions(tools.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void setAllOlderThanNow() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
            }
        }
    }

    private String run(int exitCode, Path launcher, String javaHome) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/bash", launcher.toString(), "stack", "a b.ser");
        builder.directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("LUCIDA_JAVA_OPTS", "-Xmx1g -Da=b");
        if (!javaHome.isEmpty()) {
            builder.environment().put("JAVA_HOME", javaHome);
        }
        Path errors = folder.resolve("err.txt");
        Process process = builder.redirectError(errors.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        err = Files.readString(errors);
        assertEquals(exitCode, code, err);
        return out;
    }

    private long buildCount() throws IOException {
        Path log = tools.resolve("mvn.log");
        return Files.exists(log) ? Files.readString(log).lines().count() : 0;
    }

    @Test
    void itBuildsOnceAndAgainOnlyWhenASourceIsNewer() throws IOException, InterruptedException {
        String out = run(0, home.resolve("lucida"), "");
        assertTrue(
                out.contains(
                        "|-Xmx1g|-Da=b|-jar|" + home.toRealPath().resolve("target/lucida.jar") + "|stack|a b.ser|"),
                out);
        assertTrue(out.contains("-Djava.awt.headless=true"), out);
        assertEquals("lucida: building (once, a minute or so the first time) ...\n", err);
        run(0, home.resolve("lucida"), "");
        assertEquals("", err);
        assertEquals(1, buildCount());
        Files.setLastModifiedTime(
                home.resolve("src/main/A.java"), FileTime.from(Instant.now().plusSeconds(60)));
        run(0, home.resolve("lucida"), "");
        assertEquals(2, buildCount());
    }

    @Test
    void symbolicLinksAreFollowed() throws IOException, InterruptedException {
        Files.createSymbolicLink(folder.resolve("first"), Path.of("a home/lucida"));
        Path second = Files.createSymbolicLink(
                Files.createDirectories(folder.resolve("bin")).resolve("lucida"), Path.of("../first"));
        assertTrue(run(0, second, "").contains("a home/target/lucida.jar"));
    }

    @Test
    void aReleaseWithoutSourcesIsNeverBuilt() throws IOException, InterruptedException {
        Files.delete(home.resolve("pom.xml"));
        run(2, home.resolve("lucida"), "");
        assertTrue(err.contains("unpack the whole release again"), err);
        Files.writeString(home.resolve("lucida.jar"), "jar");
        assertTrue(run(0, home.resolve("lucida"), "").contains("a home/lucida.jar|stack"));
        assertEquals(0, buildCount());
    }

    @Test
    void whatIsMissingIsToldWithItsRemedy() throws IOException, InterruptedException {
        run(2, home.resolve("lucida"), "/no/such/jdk");
        assertTrue(err.contains("JAVA_HOME=/no/such/jdk holds no bin/java; point it to a JDK 17"), err);
        Files.delete(tools.resolve("mvn"));
        run(2, home.resolve("lucida"), "");
        assertTrue(err.contains("there is no mvn to build it; install Maven"), err);
        program("java", java("1.8.0_292"));
        run(2, home.resolve("lucida"), "");
        assertTrue(err.contains("is version 1.8.0_292; Lucida needs 17 or newer"), err);
        Files.delete(tools.resolve("java"));
        run(2, home.resolve("lucida"), "");
        assertTrue(err.contains("no Java found; install a JDK 17"), err);
    }

    @Test
    void aFailingBuildShowsItsLogAndLeavesNothingBehind() throws IOException, InterruptedException {
        program("mvn", "#!/bin/bash\necho '[ERROR] A.java: something is wrong'\nexit 1\n");
        run(4, home.resolve("lucida"), "");
        assertTrue(err.contains("something is wrong"), err);
        assertTrue(err.contains("target/lucida-build.log"), err);
        assertFalse(Files.exists(home.resolve("target/lucida.jar")));
    }
}
