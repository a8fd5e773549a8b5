package org.lucida;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.stream.Stream;

/** The house's picture as rules that fail: who may look into which room. */
@AnalyzeClasses(packages = "org.lucida", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] FLOOR_TWO = {
        "camera", "calibrate", "luck", "align", "drizzle", "enhance", "focus", "files"
    };

    @ArchTest
    static final ArchRule frameKnowsTheJdkOnly = knowsOnly("frame", Set.of());

    @ArchTest
    static final ArchRule mathKnowsJTransformsOnly = knowsOnly("math", Set.of("org.jtransforms", "pl.edu.icm"));

    @ArchTest
    static final ArchRule configKnowsTheYamlReaderOnly =
            knowsOnly("config", Set.of("org.snakeyaml", "org.lucida.frame"));

    @ArchTest
    static final ArchRule calibrateKnowsFrameAndMath =
            knowsOnly("calibrate", Set.of("org.lucida.frame", "org.lucida.math"));

    @ArchTest
    static final ArchRule luckKnowsFrameAndMath = knowsOnly("luck", Set.of("org.lucida.frame", "org.lucida.math"));

    @ArchTest
    static final ArchRule alignKnowsFrameAndMath = knowsOnly("align", Set.of("org.lucida.frame", "org.lucida.math"));

    @ArchTest
    static final ArchRule drizzleKnowsFrameAndMath =
            knowsOnly("drizzle", Set.of("org.lucida.frame", "org.lucida.math", "jdk.incubator.vector"));

    @ArchTest
    static final ArchRule enhanceKnowsFrameAndMath =
            knowsOnly("enhance", Set.of("org.lucida.frame", "org.lucida.math"));

    @ArchTest
    static final ArchRule focusKnowsFrameAndMath = knowsOnly("focus", Set.of("org.lucida.frame", "org.lucida.math"));

    @ArchTest
    static final ArchRule filesKnowFrameAndTheirFormats = knowsOnly(
            "files",
            Set.of("org.lucida.frame", "nom.tam", "com.fasterxml.jackson.core", "javax.imageio", "com.sun.nio.file"));

    @ArchTest
    static final ArchRule camerasKnowFrameAndReplayAlsoFiles =
            knowsOnly("camera", Set.of("org.lucida.frame", "org.lucida.files", "com.sun.jna"));

    @ArchTest
    static final ArchRule onlyReplayOpensFilesAmongCameras = noClasses()
            .that()
            .resideInAPackage("org.lucida.camera..")
            .and()
            .resideOutsideOfPackage("org.lucida.camera.replay..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.lucida.files..");

    @ArchTest
    static final ArchRule theDisruptorLivesInThePipeline = livesOnlyIn("com.lmax.disruptor..", "org.lucida.pipeline..");

    @ArchTest
    static final ArchRule picocliLivesInTheCommandLine = livesOnlyIn("picocli..", "org.lucida.view.cli..");

    @ArchTest
    static final ArchRule jnaLivesInTheAsiRoom = livesOnlyIn("com.sun.jna..", "org.lucida.camera.asi..");

    @ArchTest
    static final ArchRule javaFxLivesInItsView = livesOnlyIn("javafx..", "org.lucida.view.fx..");

    @ArchTest
    static final ArchRule themeLivesInTheWindow = livesOnlyIn("atlantafx..", "org.lucida.view.fx..");

    @ArchTest
    static final ArchRule iconsLiveInTheWindow = livesOnlyIn("org.kordamp..", "org.lucida.view.fx..");

    /** Inside the window one looks the other way only: desk, picture, panel, the window itself. */
    @ArchTest
    static final ArchRule theWindowIsBuiltFromBelow = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("org.lucida.view.fx..")
            .layer("desk")
            .definedBy("org.lucida.view.fx.desk")
            .layer("picture")
            .definedBy("org.lucida.view.fx.picture")
            .layer("panel")
            .definedBy("org.lucida.view.fx.panel")
            .layer("window")
            .definedBy("org.lucida.view.fx")
            .whereLayer("window")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("panel")
            .mayOnlyBeAccessedByLayers("window")
            .whereLayer("picture")
            .mayOnlyBeAccessedByLayers("panel", "window");

    @ArchTest
    static final ArchRule theWindowDoesNotKnowTheCommandLine = noClasses()
            .that()
            .resideInAPackage("org.lucida.view.fx..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.lucida.view.cli..");

    @ArchTest
    static final ArchRule serialPortsLiveInDevice =
            livesOnlyIn("com.fazecast..", "org.lucida.device..").allowEmptyShould(true);

    @ArchTest
    static final ArchRule nobodyImportsTheSimulator = noClasses()
            .that()
            .resideOutsideOfPackage("org.lucida.simulator..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.lucida.simulator..");

    @ArchTest
    static final ArchRule nobodyBelowTheViewLooksUp = noClasses()
            .that()
            .resideOutsideOfPackage("org.lucida.view..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.lucida.view..");

    @ArchTest
    static final ArchRule floorTwoDoesNotKnowThePipeline = noClasses()
            .that()
            .resideInAnyPackage(Stream.of(FLOOR_TWO)
                    .map(room -> "org.lucida." + room + "..")
                    .toArray(String[]::new))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.lucida.pipeline..");

    @ArchTest
    static final ArchRule noCircles =
            slices().matching("org.lucida.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothingBelowTheViewPrints = noClasses()
            .that()
            .resideOutsideOfPackage("org.lucida.view..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule classesAreNounsOfAnAstronomer = classes()
            .that()
            .resideInAPackage("org.lucida..")
            .should()
            .haveNameNotMatching(".*(Util|Utils|Helper|Manager|Impl)(\\$.*)?");

    @ArchTest
    static final ArchRule noRoomForLeftovers =
            noClasses().should().resideInAnyPackage("..util..", "..common..", "..misc..", "..helper..");

    private static ArchRule knowsOnly(String room, Set<String> friends) {
        return classes()
                .that()
                .resideInAPackage("org.lucida." + room + "..")
                .should()
                .onlyDependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "are the JDK, the room itself, or " + friends,
                        (JavaClass other) -> isJdk(other, friends)
                                || other.getPackageName().startsWith("org.lucida." + room)
                                || friends.stream().anyMatch(other.getPackageName()::startsWith)));
    }

    /** The JDK, without its windows: AWT is only for those who name javax.imageio as a friend. */
    private static boolean isJdk(JavaClass other, Set<String> friends) {
        JavaClass base = other.getBaseComponentType();
        String name = base.getPackageName();
        boolean awt = name.startsWith("java.awt") || name.startsWith("javax.imageio") || name.startsWith("org.w3c");
        return base.isPrimitive() || (awt ? friends.contains("javax.imageio") : name.startsWith("java."));
    }

    private static ArchRule livesOnlyIn(String library, String room) {
        return noClasses()
                .that()
                .resideInAPackage("org.lucida..")
                .and()
                .resideOutsideOfPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }
}
