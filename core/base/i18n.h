/*
 * i18n.h - messages through gettext.
 *
 * The library's messages and the programs' share one text domain.  A front end
 * binds it (bindtextdomain) once at the start; without that the English
 * originals are used.  _() translates, N_() marks a string that is translated
 * where it is used, P_() chooses by number.
 */
#ifndef BAOLAN_BASE_I18N_H
#define BAOLAN_BASE_I18N_H

#include <libintl.h>

#define BAOLAN_DOMAIN "baolan"

#define _(text) dgettext(BAOLAN_DOMAIN, text)
#define N_(text) (text)
#define P_(one, many, n) dngettext(BAOLAN_DOMAIN, one, many, n)

#endif
