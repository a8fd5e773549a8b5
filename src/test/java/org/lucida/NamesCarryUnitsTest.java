package org.lucida;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A physical number that leaves its class ends in its unit: every record component and every public numeric field. */
class NamesCarryUnitsTest {
    private static final Set<String> NUMBERS = Set.of("int", "long", "float", "double", "short");

    /** Units, counts, indices and fractions. */
    private static final Pattern UNIT = Pattern.compile(
            ".*(Px|Px2|Ticks|Limit|Gate|Flag|Code|PerFrame|Us|Ns|Ms|S|Hz|Adu|Adu2|E|EPerAdu|Count|Counts|Fraction|Bytes|Bits|Bit|BitDepth|Arcsec|Mm|Um|M|Deg|C|"
                    + "Index|Ratio|Snr|Sigma|Percent|PerLambdaD|PerS|Port|Row|Column|Plane|Number|Mag|MagPerArcsec2|Waves|Nm|Db|Rad|Steps|PerStep|Luckiness)");

    /** Dimensionless terms of the field, single letters of a formula, and sizes that are counts by their name. */
    private static final Set<String> TERMS = Set.of(
            "scale",
            "pixfrac",
            "alpha",
            "luckiness",
            "luckinessSnr",
            "weight",
            "fluxScale",
            "peakSignificance",
            "seed",
            "schema",
            "score",
            "count",
            "index",
            "colorId",
            "littleEndian",
            "luId",
            "dateTimeTicks",
            "dateTimeUtcTicks",
            "transparency",
            "epoch",
            "bitDepth",
            "midtone",
            "pixelDepth",
            "number",
            "fittingScale",
            "fittingPixfrac",
            "threads",
            // of a camera control, which names its unit beside them
            "minValue",
            "maxValue",
            "defaultValue",
            "beforeValue",
            "afterValue");

    @Test
    void everyNumberThatLeavesItsClassNamesItsUnit() {
        List<String> nameless = new ArrayList<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.lucida")) {
            for (JavaField field : type.getFields()) {
                boolean leaves = type.getModifiers().contains(JavaModifier.PUBLIC)
                                && type.isRecord()
                                && !field.getModifiers().contains(JavaModifier.STATIC)
                        || field.getModifiers().contains(JavaModifier.PUBLIC);
                if (leaves && NUMBERS.contains(field.getRawType().getName()) && !carriesUnit(field.getName())) {
                    nameless.add(type.getSimpleName() + "." + field.getName());
                }
            }
        }
        assertEquals(List.of(), nameless, "numbers without a unit in their name");
    }

    @Test
    void theRuleWouldCatchANamelessNumber() {
        assertTrue(!carriesUnit("exposure") && !carriesUnit("dx") && !carriesUnit("quality"));
        assertTrue(carriesUnit("exposureUs") && carriesUnit("keepFraction") && carriesUnit("FLAG_FILLED"));
    }

    private static boolean carriesUnit(String name) {
        return UNIT.matcher(name).matches()
                || TERMS.contains(name)
                || name.equals(name.toUpperCase(java.util.Locale.ROOT));
    }
}
