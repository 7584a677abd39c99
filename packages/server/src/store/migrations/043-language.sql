-- People choose the language they are spoken to in. Nothing that is decided reads it; what was shown on a screen is kept with the screen.
grant update (locale) on persons to countersign_app;
