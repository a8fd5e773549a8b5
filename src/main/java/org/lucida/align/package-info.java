/** How far has the target wandered: global alignment to the running reference. Knows frame and math. */
package org.lucida.align;
