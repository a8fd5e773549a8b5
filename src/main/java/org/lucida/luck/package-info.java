/** How sharp was this instant: luckiness metrics, their noise, weights and selection. Knows frame and math. */
package org.lucida.luck;
