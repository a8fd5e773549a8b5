package org.lucida.view.fx.panel;

import java.util.List;
import java.util.OptionalDouble;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Optics;
import org.lucida.view.fx.desk.Words;

/** What stands before the sensor, remembered from night to night, and the plate scale that follows. */
final class OpticsForm extends VBox {
    private static final double GAP_PX = 6;
    private static final double FIELD_EM = 5.6;
    private static final double MOST_FOCAL_MM = 100_000;
    private static final double MOST_APERTURE_MM = 10_000;
    private static final String FOCAL = "focalLengthMm";
    private static final String APERTURE = "apertureMm";

    private final Desk desk;
    private final Words words;
    private final TextField focal = FormLine.field(FIELD_EM);
    private final TextField aperture = FormLine.field(FIELD_EM);
    private final FormLine focalLine;
    private final FormLine apertureLine;
    private final Label scale = FormLine.sentence("");
    private Observation observation;

    OpticsForm(Desk desk, Words words) {
        super(GAP_PX);
        this.desk = desk;
        this.words = words;
        focal.setId("focal-length");
        aperture.setId("aperture");
        scale.setId("plate-scale");
        focalLine = new FormLine(words.say("focal"), words.say("focal.tip"), focal, new Label("mm"));
        apertureLine = new FormLine(words.say("aperture"), words.say("aperture.tip"), aperture, new Label("mm"));
        FormLine.onCommit(focal, it -> typed(focalLine, focal, FOCAL, MOST_FOCAL_MM));
        FormLine.onCommit(aperture, it -> typed(apertureLine, aperture, APERTURE, MOST_APERTURE_MM));
        getChildren().addAll(FormLine.heading(words.say("optics")), focalLine, apertureLine, scale);
    }

    void observe(Observation now) {
        observation = now;
        Optics optics = optics();
        for (FormLine line : List.of(focalLine, apertureLine)) {
            line.accept();
        }
        focal.setText(optics.focalLengthMm() > 0 ? Amounts.plain(optics.focalLengthMm(), words.locale()) : "");
        aperture.setText(optics.apertureMm() > 0 ? Amounts.plain(optics.apertureMm(), words.locale()) : "");
        tellScale();
    }

    /** What is known now. */
    private Optics optics() {
        return observation == null ? remembered() : observation.optics();
    }

    private Optics remembered() {
        return new Optics(desk.remembered().number(FOCAL, 0), desk.remembered().number(APERTURE, 0), 0);
    }

    private void typed(FormLine line, TextField field, String key, double most) {
        String text = field.getText().strip();
        OptionalDouble number = text.isEmpty() ? OptionalDouble.of(0) : Amounts.read(text);
        if (number.isEmpty() || number.getAsDouble() < 0 || number.getAsDouble() > most) {
            line.refuse(words.say("optics.refused", text, Amounts.plain(most, words.locale())));
            return;
        }
        line.accept();
        desk.remembered().put(key, number.getAsDouble());
        if (observation != null) {
            observation.optics(remembered());
        }
        observe(observation);
    }

    private void tellScale() {
        Optics optics = optics();
        double arcsec = optics.arcsecPerPx();
        if (Double.isNaN(arcsec)) {
            scale.setText(words.say("scale.unknown"));
            return;
        }
        String ratio =
                Double.isNaN(optics.focalRatio()) ? "" : ", f/" + Amounts.three(optics.focalRatio(), words.locale());
        scale.setText(words.say(
                "scale",
                String.format(words.locale(), "%.3f", arcsec),
                Amounts.three(optics.pixelUm(), words.locale()),
                ratio));
    }
}
