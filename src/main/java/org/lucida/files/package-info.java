/** SER, FITS, PNG and TIFF, session reports, names. Knows frame. */
package org.lucida.files;
