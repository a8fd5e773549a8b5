#include "persist.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config.h"

/* One line per control: product number, control type, value, 1 if automatic. */
static const char *const line_format = "%x %d %ld %d\n";

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Fills the path of the file; false if nothing is to be remembered. */
static bool file_path(char path[PATH_MAX], const char *ending, bool make_folder) {
    const char *home = getenv("HOME");
    if (!config()->persist || home == NULL || strlen(home) > PATH_MAX - 64) {
        return false;
    }
    snprintf(path, PATH_MAX, "%s/.ZWO", home);
    if (make_folder) {
        mkdir(path, 0755);
    }
    snprintf(path, PATH_MAX, "%s/.ZWO/asisim-settings.txt%s", home, ending);
    return true;
}

void persist_load(camera_t *camera) {
    char path[PATH_MAX];
    if (!file_path(path, "", false)) {
        return;
    }
    pthread_mutex_lock(&lock);
    FILE *file = fopen(path, "r");
    if (file != NULL) {
        unsigned product;
        int type;
        long value;
        int automatic;
        while (fscanf(file, line_format, &product, &type, &value, &automatic) == 4) {
            const control_t *control = model_control(camera->model, type);
            if ((int) product == camera->model->product_id && control != NULL && control->writable
                    && value >= control->min && value <= control->max) {
                camera->values[type] = value;
                camera->automatic[type] = automatic != 0;
            }
        }
        fclose(file);
    }
    pthread_mutex_unlock(&lock);
}

static void copy_other_models(FILE *from, FILE *to, int product_id) {
    unsigned product;
    int type;
    long value;
    int automatic;
    while (fscanf(from, line_format, &product, &type, &value, &automatic) == 4) {
        if ((int) product != product_id) {
            fprintf(to, line_format, product, type, value, automatic);
        }
    }
}

void persist_save(const camera_t *camera) {
    char path[PATH_MAX];
    char fresh[PATH_MAX];
    char ending[32];
    snprintf(ending, sizeof ending, ".%ld", (long) getpid());
    if (!file_path(path, "", true) || !file_path(fresh, ending, true)) {
        return;
    }
    pthread_mutex_lock(&lock);
    FILE *to = fopen(fresh, "w");
    if (to != NULL) {
        FILE *from = fopen(path, "r");
        if (from != NULL) {
            copy_other_models(from, to, camera->model->product_id);
            fclose(from);
        }
        for (int i = 0; i < camera->model->control_count; i++) {
            const control_t *control = &camera->model->controls[i];
            if (control->writable) {
                fprintf(to, line_format, (unsigned) camera->model->product_id, (int) control->type,
                        camera->values[control->type], camera->automatic[control->type] ? 1 : 0);
            }
        }
        fclose(to);
        rename(fresh, path);
    }
    pthread_mutex_unlock(&lock);
}
