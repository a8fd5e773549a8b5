package org.lucida.align;

/** What the telescope looks at: decides where alignment finds its information. */
public enum TargetKind {
    /** A disc smaller than the field: its limb and belts; found again anywhere by its brightness. */
    PLANET,
    /** Structure that fills the field: Moon, Sun. */
    SURFACE,
    /** Points on a dark sky: the pixels around stars; isolated hot pixels are not stars. */
    STARS
}
