/* The thread that watches the control file. */
#ifndef CONTROL_FILE_H
#define CONTROL_FILE_H

/* Reads the file now and whenever it changes; `before` and `after` are called around each change of the faults. */
void control_file_watch(const char *path, void (*before)(void), void (*after)(void));

void control_file_stop(void);

int control_file_reads(void);

#endif
